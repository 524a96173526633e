import type { Framework, ModelFormat, Tensor } from '../../core/model-facts.ts';

const BY_FORMAT: Partial<Record<ModelFormat, string>> = {
  'tensorflow-savedmodel': 'tensorflow-savedmodel',
  keras: 'keras',
  'keras-h5': 'keras',
  tflite: 'tflite',
  'tensorflow-graph': 'tensorflow-graph',
  torchscript: 'torchscript',
  'torch-export': 'torch-export',
  'torch-state-dict': 'torch-state-dict',
  'torch-module': 'torch-module',
  safetensors: 'safetensors',
  huggingface: 'huggingface',
  onnx: 'onnx',
  sklearn: 'sklearn',
  skops: 'skops',
  'xgboost-json': 'xgboost',
  'xgboost-ubj': 'xgboost',
  'xgboost-binary': 'xgboost',
  lightgbm: 'lightgbm',
};

/** Formats with a loader of their own, whatever the framework. */
const OF_PACKAGES: Partial<Record<ModelFormat, string>> = {
  nnunet: 'nnunet',
  'monai-bundle': 'monai-bundle',
  bioimageio: 'bioimageio',
  'sentence-transformers': 'sentence-transformers',
  catboost: 'catboost',
  mlflow: 'mlflow',
};

/** For a folder whose model comes later: the framework's commonest format. */
const BY_FRAMEWORK: Record<Framework, string> = {
  tensorflow: 'keras',
  pytorch: 'torch-state-dict',
  onnxruntime: 'onnx',
  'scikit-learn': 'sklearn',
  xgboost: 'xgboost',
  lightgbm: 'lightgbm',
  jax: 'custom',
  custom: 'custom',
};

/**
 * The loader's name for a framework and the model's format; `custom` is the one that a person fills in.
 * @param outputs the model's, where they are known
 */
export function loaderFor(
  framework: Framework,
  format: ModelFormat | null,
  outputs: readonly Tensor[] | null = null,
): string {
  // Its outputs are a table by class.
  if (framework === 'pytorch' && format === 'huggingface' && outputs?.[0]?.file)
    return 'hf-pipeline';
  if (framework === 'scikit-learn' && format === 'sklearn' && outputs?.[0]?.file)
    return 'sklearn-table';
  const own = format === null ? undefined : OF_PACKAGES[format];
  if (own !== undefined) return own;
  if (framework === 'custom' || framework === 'jax') return 'custom';
  if (format === null) return BY_FRAMEWORK[framework];
  return BY_FORMAT[format] ?? 'custom';
}
