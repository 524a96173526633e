/** The facts of a model as text, for `ml-image inspect`. */
import type { ModelFacts, ModelFormat, Safety, Tensor } from '../core/model-facts.ts';
import { visibleLine } from '../core/text.ts';

/** Titles of formats; others are shown by their identifier. */
const TITLES: Partial<Record<ModelFormat, string>> = {
  'tensorflow-savedmodel': 'TensorFlow SavedModel',
  keras: 'Keras archive (.keras)',
  'keras-h5': 'Keras HDF5 (.h5)',
  tflite: 'TensorFlow Lite',
  torchscript: 'TorchScript',
  'torch-export': 'torch.export (.pt2)',
  'torch-state-dict': 'PyTorch state_dict',
  'torch-module': 'PyTorch module, pickled whole',
  onnx: 'ONNX',
  safetensors: 'safetensors',
  sklearn: 'scikit-learn',
  skops: 'skops',
  'xgboost-json': 'XGBoost JSON',
  'xgboost-ubj': 'XGBoost UBJSON',
  lightgbm: 'LightGBM text',
  pickle: 'Python pickle',
  huggingface: 'Hugging Face directory',
  mlflow: 'MLflow directory',
  gguf: 'GGUF',
  nnunet: 'nnU-Net results folder',
  'monai-bundle': 'MONAI bundle',
  bioimageio: 'BioImage.IO package',
  'sentence-transformers': 'sentence-transformers directory',
  catboost: 'CatBoost model',
  'xgboost-binary': 'XGBoost binary (old)',
  'tensorflow-graph': 'TensorFlow 1 frozen graph',
};

/** What to call a model's file within a sentence. */
const PHRASES: Record<ModelFormat, string> = {
  'tensorflow-savedmodel': 'a TensorFlow SavedModel',
  keras: 'a Keras archive (.keras)',
  'keras-h5': 'a Keras HDF5 file',
  tflite: 'a TensorFlow Lite file',
  torchscript: 'a TorchScript file',
  'torch-export': 'a torch.export archive (.pt2)',
  'torch-state-dict': 'a PyTorch state_dict',
  'torch-module': 'a PyTorch module, pickled whole',
  onnx: 'an ONNX file',
  safetensors: 'a safetensors file',
  sklearn: 'a scikit-learn file',
  skops: 'a skops file',
  'xgboost-json': 'an XGBoost JSON file',
  'xgboost-ubj': 'an XGBoost UBJSON file',
  lightgbm: 'a LightGBM text file',
  pickle: 'a Python pickle',
  huggingface: 'a Hugging Face directory',
  mlflow: 'an MLflow directory',
  gguf: 'a GGUF file',
  nnunet: 'an nnU-Net results folder',
  'monai-bundle': 'a MONAI bundle',
  bioimageio: 'a BioImage.IO package',
  'sentence-transformers': 'a sentence-transformers directory',
  catboost: 'a CatBoost model',
  'xgboost-binary': 'an old binary file of XGBoost',
  'tensorflow-graph': 'a frozen graph of TensorFlow 1',
  unknown: 'a file of unknown format',
};

const VERDICTS: Record<Safety['verdict'], string> = {
  'data-only': 'data only: loading it imports nothing',
  'known-imports': 'imports only names known from ordinary models',
  'unknown-imports': 'IMPORTS OTHER CODE: load it only if you trust where it comes from',
  dangerous: 'DANGEROUS: do not load it',
};

/** Longest list that is printed in full. */
const MOST_LINES = 20;

/** A format within a sentence, with its article: `an ONNX file`. */
export function formatPhrase(format: ModelFormat): string {
  return PHRASES[format];
}

/**
 * The facts as aligned text, ending in a newline. Control characters and invisible characters in
 * texts of the model are shown as `\u....`.
 */
export function describeFacts(facts: ModelFacts): string {
  const lines: string[] = [];
  const say = (label: string, values: string[]) => {
    values.forEach((value, index) => {
      const text = `${(index === 0 ? label : '').padEnd(11)}${visibleLine(value)}`;
      lines.push(text.trimEnd());
    });
  };
  if (facts.path !== undefined) say('path', [facts.path]);
  say('format', [TITLES[facts.format] ?? facts.format]);
  const framework = [facts.framework, facts.frameworkVersion].filter((part) => part !== null);
  if (framework.length > 0) say('framework', [framework.join(' ')]);
  say('saved with', [facts.savedWith ?? 'not recorded']);
  say('inputs', tensors(facts.inputs));
  say('outputs', tensors(facts.outputs));
  say(
    'needs',
    shortened(
      facts.needs.map((need) => `${need.kind} ${need.name}${need.specifier ?? ''} (${need.why})`),
    ),
  );
  say('safety', [VERDICTS[facts.safety.verdict]]);
  say('', shortened((facts.safety.reasons ?? []).map((reason) => `- ${reason}`)));
  say('note', facts.warnings);
  return `${lines.join('\n')}\n`;
}

function tensors(list: Tensor[] | null): string[] {
  if (list === null) return ['not recorded'];
  if (list.length === 0) return ['none'];
  const names = list.map((tensor) => visibleLine(tensor.name));
  const width = Math.min(40, Math.max(...names.map((name) => name.length)));
  const types = list.map((tensor) => visibleLine(tensor.dtype ?? '?'));
  const typeWidth = Math.max(...types.map((type) => type.length));
  return shortened(
    list.map((tensor, index) => {
      const name = (names[index] as string).padEnd(width);
      const type = (types[index] as string).padEnd(typeWidth);
      return `${name}  ${type}  ${shape(tensor.shape)}`;
    }),
  );
}

/** `(?, 28, 28)`: a question mark for a free dimension, `any shape` if none is recorded. */
function shape(dimensions: Tensor['shape']): string {
  if (dimensions === null) return 'any shape';
  return `(${dimensions.map((size) => size ?? '?').join(', ')})`;
}

function shortened(lines: string[]): string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}
