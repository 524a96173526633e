/** Builds model-spec.json (ABLInfer 1.3) from the answers and the model's signature. */

import type { Config } from '../core/answers.ts';
import type { Tensor, TensorFile } from '../core/model-facts.ts';
import type { ModelSpec, SpecPart } from '../core/types.ts';

/** Starts a value that only the user can give; `make test` lists these. */
export const PLACEHOLDER = 'FILL IN';

/** The directory of inputs and outputs in the image. */
const DATA_PATH = '/data';

const EXTENSION = '.npy';

/**
 * The specification for a config.
 * Contract: ABLInfer's model reference, version 1.3
 * (https://ablinfer.readthedocs.io/en/latest/model_ref.html). It has every optional field, as ABLInfer
 * warns of missing ones; `tensor` is our extension, which ABLInfer ignores.
 */
export function buildSpec(config: Config, image: { name: string; tag: string }): ModelSpec {
  const { model } = config;
  const inputs = model?.inputs?.length ? model.inputs : [unknownTensor('input')];
  const outputs = model?.outputs?.length ? model.outputs : [unknownTensor('output')];
  const taken = new Set<string>();
  const inputKeys = keysFor(inputs, 'input', taken);
  const outputKeys = keysFor(outputs, 'output', taken);
  return {
    json_version: '1.3',
    id: config.name,
    type: 'docker',
    name: config.name,
    ...(mayBeMedical(model) ? MEDICAL : NOT_MEDICAL),
    version: /^v?\d/.test(image.tag) ? image.tag : '0.1.0',
    description: `${PLACEHOLDER}: one sentence on what the model is for`,
    website: '',
    maintainers: [],
    citation: '',
    ...model?.about,
    docker: { image_name: image.name, image_tag: image.tag, data_path: DATA_PATH },
    inputs: parts(inputs, inputKeys, 'input'),
    params: {},
    outputs: parts(outputs, outputKeys, 'output'),
    // With an empty order ABLInfer 1.2.3 passes no arguments (base.py, _make_flags).
    order: [...inputKeys, ...outputKeys],
  };
}

/** What only the user can say of a model of medical data. */
const MEDICAL = {
  organ: `${PLACEHOLDER}: the organ, or what the data shows`,
  task: `${PLACEHOLDER}: what the model does, e.g. segmentation`,
  status: `${PLACEHOLDER}: e.g. research, development, clinical`,
  modality: `${PLACEHOLDER}: what the data comes from, e.g. CT, MR, photo`,
};

/** The same fields for other data, which ABLInfer asks for all the same. */
const NOT_MEDICAL = {
  organ: 'not medical',
  task: 'prediction',
  status: 'development',
  modality: 'not medical',
};

/** Formats of tables and texts. */
const TABLE_FORMATS: ReadonlySet<string> = new Set([
  ...[
    'sklearn',
    'skops',
    'xgboost-json',
    'xgboost-ubj',
    'lightgbm',
    'mlflow',
    'huggingface',
    'gguf',
  ],
]);

/**
 * Whether the data may be medical: volumes, pictures of one channel, and all that no signature tells of.
 * Tables, texts and coloured pictures are not.
 */
function mayBeMedical(model: Config['model']): boolean {
  if (!model || model.format === 'monai-bundle' || model.format === 'nnunet') return true;
  if (TABLE_FORMATS.has(model.format)) return false;
  const shapes = (model.inputs ?? []).map(({ shape }) => shape);
  if (shapes.length === 0) return true;
  return shapes.some((shape) => {
    if (shape === null || shape.length > 4) return true;
    return shape.length === 4 && (shape[1] === 1 || shape[3] === 1);
  });
}

/** The paths of the fields that still have a placeholder: `organ`, `params.x.description`. */
export function openFields(spec: object): string[] {
  return Object.entries(spec).flatMap(([key, value]) => {
    if (typeof value === 'string') return value.startsWith(PLACEHOLDER) ? [key] : [];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return openFields(value).map((inner) => `${key}.${inner}`);
  });
}

function unknownTensor(name: string): Tensor {
  return { name, dtype: null, shape: null };
}

/**
 * Keys for tensors: `input` or `output` for a single one, else their names as unique Python
 * identifiers (ABLInfer requires names that are unique across inputs and outputs).
 */
function keysFor(tensors: Tensor[], alone: string, taken: Set<string>): string[] {
  const keys = tensors.map((tensor, i) => {
    const known = identifier(tensor.file?.key ?? '');
    const named = tensors.length === 1 ? alone : identifier(tensor.name) || `${alone}_${i + 1}`;
    const plain = known || named;
    let key = plain;
    for (let n = 2; taken.has(key); n++) key = `${plain}_${n}`;
    taken.add(key);
    return key;
  });
  return keys;
}

function identifier(name: string): string {
  const plain = name
    .replace(/:\d+$/, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  // Flags of the entrypoint. Its `--require-gpu` is not an identifier, but a flag that differs from it
  // in one character would be confusing.
  if (['help', 'version', 'spec', 'selftest', 'predict', 'require_gpu'].includes(plain))
    return `${plain}_`;
  return /^[0-9]/.test(plain) ? `_${plain}` : plain;
}

function parts(
  tensors: Tensor[],
  keys: string[],
  side: 'input' | 'output',
): Record<string, SpecPart> {
  const record: Record<string, SpecPart> = {};
  tensors.forEach((tensor, i) => {
    const key = keys[i] as string;
    const { file, name, dtype, shape } = tensor;
    record[key] = {
      name: file?.key ?? key,
      description: describe(tensor, side),
      status: 'required',
      flag: `--${key}=`,
      extension: file?.extension ?? EXTENSION,
      type: file?.type ?? 'volume',
      labelmap: false,
      ...(file?.type === 'segmentation'
        ? { master: '', colours: {}, names: file.names ?? {} }
        : {}),
      [side === 'input' ? 'pre' : 'post']: [],
      ...(file?.columns ? { columns: file.columns } : {}),
      ...(file?.labels ? { labels: file.labels } : {}),
      tensor: { name, dtype, shape },
    };
  });
  return record;
}

/** Describes a tensor, e.g. `float32 array of shape (any, 28, 28) that the model reads`. */
function describe(tensor: Tensor, side: 'input' | 'output'): string {
  if (tensor.file) return describeFile(tensor.file, side);
  const shape = tensor.shape?.map((n) => n ?? 'any').join(', ');
  const what = `${tensor.dtype ?? ''} array`.trim();
  const sized = shape === undefined ? what : `${what} of shape (${shape})`;
  return side === 'input' ? `${sized} that the model reads` : `${sized} that the model gives`;
}

/** Describes a file that the model's metadata tell of. */
function describeFile(
  { extension, key, type, columns, labels, names }: TensorFile,
  side: 'input' | 'output',
): string {
  const parts = [
    type === 'segmentation'
      ? 'segmentation'
      : columns
        ? 'table'
        : labels
          ? 'classes'
          : `${extension} file`,
    key === undefined || side === 'output' ? '' : `of ${key}`,
  ];
  const listed = names ? Object.values(names) : (labels ?? columns?.map(({ name }) => name) ?? []);
  const some = listed.slice(0, 12).join(', ');
  const more = listed.length > 12 ? ', ...' : '';
  const what = parts.filter((part) => part !== '').join(' ');
  const whole = `${what}${some === '' ? '' : `: ${some}${more}`}`;
  return side === 'input' ? `${whole}; the model reads it` : `${whole}; the model gives it`;
}
