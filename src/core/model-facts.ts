/** What inspecting a model gives: its framework, format, signature, needs and safety. */

/**
 * The plain data that the rooms hand to each other (design: "The way of the data").
 * Types and the lists they are made of stand here: no room's inside, no behaviour.
 */

/** Frameworks that a person can choose. */
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

/** What a model file can be, told from its content. */
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
  'unknown',
] as const;

export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** One input or output of a model's signature. */
export interface Tensor {
  name: string;
  /** numpy's name of the dtype (`float32`, `int64`, `str`, also `bfloat16`), null where the file does not say. */
  dtype: string | null;
  /** One entry a dimension, null for a free one; null as a whole where the file does not say. */
  shape: (number | null)[] | null;
}

/** Something that the model cannot be used without. */
export interface Need {
  /** `package`: a Python distribution; `file`: a path that must travel with the model; `class`: a Python class that the person must supply; `code`: code that the model brings and that would be run. */
  kind: 'package' | 'file' | 'class' | 'code';
  /** The distribution's name, the path relative to the model, or the dotted class name. */
  name: string;
  /** PEP 440 specifier (`==1.5.2`, `>=2.6`) of a package, else absent. */
  specifier?: string;
  /** What in the file says so, as a short phrase. */
  why: string;
}

/** What was found in pickles (and other places that can run code). */
export interface Safety {
  verdict: 'data-only' | 'known-imports' | 'unknown-imports' | 'dangerous';
  /** Dotted names that loading would import, sorted. */
  imports: string[];
  /**
   * What makes the verdict worse than `known-imports`, the worst first, each with what it could do:
   * `os.system: runs any command`. Absent for better verdicts.
   */
  reasons?: string[];
}

/** What a model file says. What it does not record is null, never guessed. */
export interface ModelFacts {
  /** Where the model lies below the given directory, when that directory holds more than it. */
  path?: string;
  format: ModelFormat;
  framework: Framework | null;
  /** The version of the framework that the file records, or null. */
  frameworkVersion: string | null;
  /** What the file itself records about the program that saved it, free text. */
  savedWith: string | null;
  inputs: Tensor[] | null;
  outputs: Tensor[] | null;
  needs: Need[];
  safety: Safety;
  warnings: string[];
}

/** The model as the stored answers keep it: no path of the machine it came from when it was copied. */
export interface StoredModel {
  /** Name of the file or directory below `model/`, e.g. `digits.keras`. */
  file: string;
  by: 'copy' | 'reference';
  /** Absolute path on the person's machine; only when `by` is `reference`. */
  source?: string;
  format: ModelFormat;
  savedWith: string | null;
  inputs: Tensor[] | null;
  outputs: Tensor[] | null;
  needs: Need[];
  safety: Safety;
  warnings: string[];
}
