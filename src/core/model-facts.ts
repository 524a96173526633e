/** The result of inspecting a model: framework, format, signature, needs and safety. */

/** The frameworks of the catalog. */
export const FRAMEWORKS = [
  'tensorflow',
  'pytorch',
  'onnxruntime',
  'scikit-learn',
  'xgboost',
  'lightgbm',
  'jax',
  'custom',
] as const;

export type Framework = (typeof FRAMEWORKS)[number];

/** Formats of model files, recognised by content. */
export const MODEL_FORMATS = [
  'tensorflow-savedmodel',
  'keras',
  'keras-h5',
  'tflite',
  'torchscript',
  'torch-export',
  'torch-state-dict',
  'torch-module',
  'onnx',
  'safetensors',
  'sklearn',
  'skops',
  'xgboost-json',
  'xgboost-ubj',
  'lightgbm',
  'pickle',
  'huggingface',
  'mlflow',
  'gguf',
  'nnunet',
  'monai-bundle',
  'bioimageio',
  'sentence-transformers',
  'catboost',
  'xgboost-binary',
  'tensorflow-graph',
  'unknown',
] as const;

export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** A column of a table. */
export interface Column {
  name: string;
  /** `str` for texts; any other, or null: numbers. */
  dtype: string | null;
}

/** The file that a person has for an input or gets for an output, as far as the model tells it. */
export interface TensorFile {
  /** `.nii.gz` */
  extension: string;
  /** The name of the input or output, where the model's own is one that a person knows. */
  key?: string;
  /** Its numbers are labels. */
  type?: 'segmentation';
  /** The columns of a table, in the model's order. */
  columns?: Column[];
  /** The names of the classes, in the order of the scores. */
  labels?: string[];
  /** What the labels of a segmentation are called, by label. */
  names?: Record<string, string>;
}

/** What a model's own metadata say of it: fields of the specification. */
export type About = Partial<
  Record<'organ' | 'task' | 'modality' | 'description' | 'citation' | 'website', string>
>;

/** One input or output of a model's signature. */
export interface Tensor {
  name: string;
  /** numpy's name of the dtype (`float32`, `int64`, `str`, also `bfloat16`), null if the file does not record it. */
  dtype: string | null;
  /** One entry per dimension, null for a free one; null if the file does not record the shape. */
  shape: (number | null)[] | null;
  /** Absent where nothing tells it. */
  file?: TensorFile;
}

/** Something that the model requires. */
export interface Need {
  /** `package`: a Python distribution; `file`: a file that belongs to the model; `class`: a Python class that the user must supply; `code`: code of the model that would run. */
  kind: 'package' | 'file' | 'class' | 'code';
  /** The distribution's name, the path relative to the model, or the dotted class name. */
  name: string;
  /** PEP 440 specifier (`==1.5.2`, `>=2.6`) of a package, else absent. */
  specifier?: string;
  /** The evidence in the file, as a short phrase. */
  why: string;
}

/** The needs that are classes, which the user must supply. */
export function classNeeds(needs: readonly Need[]): Need[] {
  return needs.filter(({ kind }) => kind === 'class');
}

/** What was found in pickles and other parts that can run code. */
export interface Safety {
  verdict: 'data-only' | 'known-imports' | 'unknown-imports' | 'dangerous';
  /** Dotted names that loading would import; sorted. */
  imports: string[];
  /**
   * The reasons for a verdict worse than `known-imports`, the worst first, each with its effect:
   * `os.system: runs any command`. Absent for better verdicts.
   */
  reasons?: string[];
}

/** The facts of a model file. What it does not record is null, never guessed. */
export interface ModelFacts {
  /** Path of the model in the given directory, if that contains more than the model. */
  path?: string;
  format: ModelFormat;
  framework: Framework | null;
  /** The version of the framework that the file records, or null. */
  frameworkVersion: string | null;
  /** The program that saved the file, as the file records it; free text. */
  savedWith: string | null;
  inputs: Tensor[] | null;
  outputs: Tensor[] | null;
  needs: Need[];
  safety: Safety;
  warnings: string[];
  about?: About;
  /** Entries of a model directory that a prediction does without; they are not copied. */
  leftOut?: string[];
  /** The minor version of Python that the file records, `3.10`. */
  python?: string | null;
}

/** The model in the stored answers; a copied one has no path on this machine. */
export interface StoredModel {
  /** Name of the file or directory below `model/`, e.g. `digits.keras`. */
  file: string;
  by: 'copy' | 'reference';
  /** Absolute path on the user's machine; only if `by` is `reference`. */
  source?: string;
  format: ModelFormat;
  savedWith: string | null;
  inputs: Tensor[] | null;
  outputs: Tensor[] | null;
  needs: Need[];
  safety: Safety;
  warnings: string[];
  about?: About;
  leftOut?: string[];
}
