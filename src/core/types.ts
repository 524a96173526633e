import type { Config } from './answers.ts';
import type { Tensor } from './model-facts.ts';

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

/** One requirement or system package as a person gave it. */
export interface Item {
  text: string;
  /** `FILE:LINE` where it was read; '' for a word of the command, null behind the answer's flag. */
  place: string | null;
}
