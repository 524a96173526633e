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

/** Platforms that an image can be built for, as Docker names them. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Forms in which the specification can be written beside `model-spec.json`. */
export const SPEC_FORMS = ['boutiques', 'cwl'] as const;
export type SpecForm = (typeof SPEC_FORMS)[number];

export type OsFlavour = 'debian' | 'ubuntu' | 'alpine';
export type Accelerator = 'cpu' | 'cuda';

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

/** The newest form of the stored answers; `src/config/migrate.ts` brings older ones to it. */
export const SCHEMA_VERSION = 2;

/** The answers, checked: what `.yo-rc.json` stores under `generator-ml-image`. */
export interface Config {
  schemaVersion: typeof SCHEMA_VERSION;
  /** null: left out; the build stops until a model is put there. */
  model: StoredModel | null;
  /** A Python identifier. */
  name: string;
  framework: Framework;
  /** null only for `custom`. */
  frameworkVersion: string | null;
  /** `3.13`; null: as the given base image has it. */
  python: string | null;
  os: OsFlavour;
  accelerator: Accelerator;
  /** Full reference, or null: the catalog's for the other answers. */
  baseImage: string | null;
  /** `NAME:TAG` */
  image: string;
  /** PEP 508 requirements, as the person gave them. */
  pip: string[];
  /** apt or apk packages. */
  system: string[];
  /** What the image is built for; null: the platform of the machine that builds it. */
  platform: Platform | null;
  /** Further forms in which the specification is written. */
  specAlso: SpecForm[];
}

/** The module of `templates/model/` that becomes the person's `model.py`. */
export type Loader = string;

/** Config resolved against the catalog: all that rendering needs, and nothing else. */
export interface Plan {
  config: Config;
  /** For reading: `TensorFlow`, `PyTorch`. */
  frameworkTitle: string;
  /** Image reference without tag, e.g. `registry.example.org:5000/lab/digits`. */
  imageName: string;
  imageTag: string;
  base: {
    /** Full reference, the default of `ARG BASE_IMAGE`. */
    image: string;
    /**
     * `python`: an official python image, has python3 and pip;
     * `os`: a plain OS image, Python comes by apt or apk;
     * `framework`: the framework's own image, which brings the framework (no pip install of it);
     * `given`: any `--base-image`; its Python is taken as it is.
     */
    kind: 'python' | 'os' | 'framework' | 'given';
    packageManager: 'apt' | 'apk';
    /** Python minor version such as `3.13`, or null where it is the given image's own. */
    python: string | null;
    /** The framework comes as a system package, into the Python that the system has. */
    frameworkBySystem?: true;
  };
  requirements: {
    /** Requirement lines of the framework, exact (`torch==2.13.0+cpu`); empty when the base image brings it. */
    framework: string[];
    /** Extra package indexes that the framework needs (`--extra-index-url`). */
    indexUrls: string[];
    /** Requirements that entrypoint.py needs to read and write the declared extensions. */
    readers: string[];
    /** The person's. */
    packages: string[];
  };
  /** apt or apk packages, the framework's own needs first, then the person's, no doubles. */
  systemPackages: string[];
  /** Extra environment variables of the image (framework, accelerator). */
  environment: Record<string, string>;
  /** Paths below site-packages, removed from the framework's layer (`tensorflow/include`). */
  trims: string[];
  loader: Loader;
  /** What loading the model would import that a person should read; empty without a model. */
  modelImports: string[];
  /** GPUs are asked for at run time. */
  cuda: { minimumDriver: string } | null;
  /** Lines for the generated README and the terminal: what a person should know of this combination. */
  notes: string[];
}

/** The Python that an image installs packages for. */
export interface Target {
  /** Minor version, `3.13`. */
  python: string;
  /** As `uname -m` says it. */
  architecture: 'x86_64' | 'aarch64';
  libc: 'glibc' | 'musl';
  /** `2.41`: the newest C library that a wheel may ask for. */
  libcVersion: string;
}

/** One distribution of a lock: this release of it, and the files that may be installed for it. */
export interface Pin {
  /** `numpy==2.4.6` or `lab @ https://example.org/lab-1.0-py3-none-any.whl`. */
  requirement: string;
  /** `sha256:` and 64 hexadecimal digits, one a file; sorted. */
  hashes: string[];
}

/** What requirements.txt comes to for one target, in the two layers that the image has. */
export interface LockedSet {
  /** Python, machine and C library, as CPython names them (`SOABI`): `cpython-313-x86_64-linux-gnu`. */
  target: string;
  /** Hash of the target and of all that requirements.txt asks for, 64 hexadecimal digits. */
  inputs: string;
  framework: Pin[];
  packages: Pin[];
}

/** A combination that cannot work. */
export interface Refusal {
  /** What was given and why it cannot be. */
  reason: string;
  /** What would work, as flags to type; empty when nothing near does. */
  instead: string[];
}

/** How a file is merged with a person's edits. */
export type MergeKind = 'text' | 'json' | 'requirements' | 'binary';

/** A file as rendered from the plan. */
export interface RenderedFile {
  /** Stays the same when the path changes. */
  id: string;
  /** Relative to the folder, `/` between parts. */
  path: string;
  mode: 0o644 | 0o755;
  text: string;
  kind: MergeKind;
  /** Written once and then the person's: never merged again. */
  once?: true;
}

/** The specification's parts that this tool fills; keys in the order in which they are written. */
export interface SpecPart {
  name: string;
  description: string;
  status: 'required' | 'suggested' | 'optional';
  flag: string;
  extension: string;
  type: 'volume' | 'segmentation';
  /** Ours, ignored by ABLInfer: the model's own name, dtype and shape of this input or output. */
  tensor: Tensor;
  [key: string]: unknown;
}

/** ABLInfer's model specification, version 1.3. */
export interface ModelSpec {
  json_version: '1.3';
  id: string;
  type: 'docker';
  name: string;
  organ: string;
  task: string;
  status: string;
  modality: string;
  version: string;
  description: string;
  website: string;
  maintainers: string[];
  citation: string;
  docker: { image_name: string; image_tag: string; data_path: string };
  inputs: Record<string, SpecPart>;
  params: Record<string, unknown>;
  outputs: Record<string, SpecPart>;
  order: string[];
}
