import type { Framework, ModelFormat } from '../../core/model-facts.ts';

const BY_FORMAT: Partial<Record<ModelFormat, string>> = {
  'tensorflow-savedmodel': 'tensorflow-savedmodel',
  keras: 'keras',
  'keras-h5': 'keras',
  tflite: 'tflite',
  torchscript: 'torchscript',
  'torch-export': 'torch-export',
  'torch-state-dict': 'torch-state-dict',
  'torch-module': 'torch-module',
  safetensors: 'safetensors',
  huggingface: 'huggingface',
  onnx: 'onnx',
  sklearn: 'sklearn',
  'xgboost-json': 'xgboost',
  'xgboost-ubj': 'xgboost',
  lightgbm: 'lightgbm',
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

/** The loader's name for a framework and the model's format; `custom` is the one that a person fills in. */
export function loaderFor(framework: Framework, format: ModelFormat | null): string {
  if (framework === 'custom' || framework === 'jax') return 'custom';
  if (format === null) return BY_FRAMEWORK[framework];
  return BY_FORMAT[format] ?? 'custom';
}
