/** The plain data that the steps of a command pass to each other. */
import type { Config } from './answers.ts';
import type { Tensor } from './model-facts.ts';

/** The module of `templates/model/` that becomes the user's `model.py`. */
export type Loader = string;

/** A config resolved against the catalog: everything that rendering needs. */
export interface Plan {
  config: Config;
  /** For people: `TensorFlow`, `PyTorch`. */
  frameworkTitle: string;
  /** Image reference without tag, e.g. `registry.example.org:5000/lab/digits`. */
  imageName: string;
  imageTag: string;
  base: {
    /** Full reference, the default of `ARG BASE_IMAGE`. */
    image: string;
    /**
     * `python`: an official python image, with python3 and pip;
     * `os`: a plain OS image, for which apt or apk installs Python;
     * `framework`: the framework's official image, which includes it;
     * `given`: any `--base-image`, whose Python is used.
     */
    kind: 'python' | 'os' | 'framework' | 'given';
    packageManager: 'apt' | 'apk';
    /** Python minor version such as `3.13`, or null if the given image decides. */
    python: string | null;
    /** The framework is a system package, for the system's Python. */
    frameworkBySystem?: true;
  };
  requirements: {
    /** Exact requirements of the framework (`torch==2.13.0+cpu`); empty if the base image includes it. */
    framework: string[];
    /** Extra package indexes of the framework (`--extra-index-url`). */
    indexUrls: string[];
    /** Requirements of entrypoint.py for reading and writing the declared extensions. */
    readers: string[];
    /** The user's. */
    packages: string[];
  };
  /** apt or apk packages without repetition, the framework's first, then the user's. */
  systemPackages: string[];
  /** Extra environment variables of the image (framework, accelerator). */
  environment: Record<string, string>;
  /** Paths below site-packages, removed from the framework's layer (`tensorflow/include`). */
  trims: string[];
  loader: Loader;
  /** Imports of the model that the user should check; empty without a model. */
  modelImports: string[];
  /** Requirements of GPUs at run time. */
  cuda: { minimumDriver: string } | null;
  /** Notes on this combination, for the README and the terminal. */
  notes: string[];
}

/** The Python that an image installs packages for. */
export interface Target {
  /** Minor version, `3.13`. */
  python: string;
  /** As of `uname -m`. */
  architecture: 'x86_64' | 'aarch64';
  libc: 'glibc' | 'musl';
  /** The newest C library that a wheel may require: `2.41`. */
  libcVersion: string;
}

/** One distribution of a lock: its release and the files that may be installed. */
export interface Pin {
  /** `numpy==2.4.6` or `lab @ https://example.org/lab-1.0-py3-none-any.whl`. */
  requirement: string;
  /** `sha256:` and 64 hexadecimal digits, one per file; sorted. */
  hashes: string[];
}

/** The resolved requirements.txt for one target, by layer of the image. */
export interface LockedSet {
  /** Python, machine and C library, as CPython names them (`SOABI`): `cpython-313-x86_64-linux-gnu`. */
  target: string;
  /** Hash of the target and the requirements, 64 hexadecimal digits. */
  inputs: string;
  framework: Pin[];
  packages: Pin[];
}

/** A combination that cannot work. */
export interface Refusal {
  /** What was given and why it cannot work. */
  reason: string;
  /** Flags that would work; empty if nothing similar does. */
  instead: string[];
}

/** How a file is merged with the user's edits. */
export type MergeKind = 'text' | 'json' | 'requirements' | 'binary';

/** A file rendered from the plan. */
export interface RenderedFile {
  /** Stays the same when the path changes. */
  id: string;
  /** Relative to the folder, `/` between parts. */
  path: string;
  mode: 0o644 | 0o755;
  text: string;
  kind: MergeKind;
  /** Written once, then never merged: it belongs to the user. */
  once?: true;
  /**
   * Ours, not meant to be edited: replaced while it has the hash that was rendered last, never merged, and
   * without a base.
   */
  vendored?: true;
}

/** An input or output of the specification; keys in the order in which they are written. */
export interface SpecPart {
  name: string;
  description: string;
  status: 'required' | 'suggested' | 'optional';
  flag: string;
  extension: string;
  type: 'volume' | 'segmentation';
  /** Our extension, which ABLInfer ignores: name, dtype and shape in the model. */
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

/** One requirement or system package as given. */
export interface Item {
  text: string;
  /** `FILE:LINE` where it was read; '' for a word of the command, null for the answer's flag. */
  place: string | null;
}
