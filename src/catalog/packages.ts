/** What the catalog knows of a requirement that a person adds beside the framework. */
import type { Config, Framework, Refusal } from '../types.ts';
import { frameworkEntry } from './frameworks.ts';
import { wishOf } from './resolve.ts';

/** Distributions that are one of our frameworks. */
const FRAMEWORK_OF: Record<string, Framework> = {
  tensorflow: 'tensorflow',
  'tensorflow-cpu': 'tensorflow',
  torch: 'pytorch',
  onnxruntime: 'onnxruntime',
  'onnxruntime-gpu': 'onnxruntime',
  'scikit-learn': 'scikit-learn',
  xgboost: 'xgboost',
  'xgboost-cpu': 'xgboost',
  lightgbm: 'lightgbm',
  jax: 'jax',
  jaxlib: 'jax',
};

/** Pairs that write the same files into site-packages. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['onnxruntime', 'onnxruntime-gpu'],
  ['tensorflow', 'tensorflow-cpu'],
  ['xgboost', 'xgboost-cpu'],
  [
    'opencv-python',
    'opencv-python-headless',
    'opencv-contrib-python',
    'opencv-contrib-python-headless',
  ],
];

/**
 * Distributions whose wheels for Linux are for x86_64 alone, and what has one for ARM; null: nothing
 * does. As PyPI's file lists said on 2026-11-24.
 */
const X86_ONLY: Record<string, string | null> = {
  'tensorflow-cpu': 'tensorflow',
  mkl: null,
  'scikit-learn-intelex': 'scikit-learn',
  decord: null,
};

/** Names that are not what people mean: they install something else, nothing, or fail. */
const MISTAKEN: Readonly<Record<string, Refusal>> = {
  sklearn: elsewhere('sklearn', 'scikit-learn'),
  cv2: elsewhere('cv2', 'opencv-python-headless'),
  opencv: elsewhere('opencv', 'opencv-python-headless'),
  pil: elsewhere('pil', 'pillow'),
  skimage: elsewhere('skimage', 'scikit-image'),
  yaml: elsewhere('yaml', 'pyyaml'),
  dicom: elsewhere('dicom', 'pydicom'),
  'tflite-runtime': {
    reason: 'tflite-runtime has no wheels for Python 3.12 and later; its successor has',
    instead: ['ai-edge-litert'],
  },
  // https://pypi.org/project/tensorflow-gpu/: removed in December 2022.
  'tensorflow-gpu': {
    reason:
      'tensorflow-gpu was taken from PyPI in 2022 and fails to install; tensorflow has the GPU code',
    instead: ['--framework tensorflow --accelerator cuda'],
  },
  // https://pypi.org/project/pytorch/: a source archive that only raises an error.
  pytorch: {
    reason: "PyPI's pytorch is a placeholder that fails to install; PyTorch is called torch there",
    instead: ['--framework pytorch'],
  },
};

function elsewhere(name: string, meant: string): Refusal {
  return { reason: `${name} is not what it is called on PyPI`, instead: [meant] };
}

/** Whether a distribution (normalised name) is one of our frameworks. */
export function isFramework(name: string): boolean {
  return name in FRAMEWORK_OF;
}

/**
 * Why a requirement cannot work in this image, or null where nothing known speaks against it.
 * @param name normalised (PEP 503)
 * @param others the other requirements' names, the framework's among them
 */
export function refusePackage(
  name: string,
  others: readonly string[],
  config: Config,
): Refusal | null {
  const mistaken = MISTAKEN[name];
  if (mistaken) return mistaken;
  const rival = EXCLUSIVE.find((set) => set.includes(name))?.find(
    (other) => other !== name && others.includes(other),
  );
  if (rival) {
    return {
      reason: `${name} and ${rival} write the same files, and one breaks the other`,
      instead: [`only ${rival}`],
    };
  }
  const other = X86_ONLY[name];
  if (config.platform === 'linux/arm64' && other !== undefined) {
    return {
      reason: `${name} has no build for linux/arm64`,
      instead: [...(other ? [other] : []), '--platform linux/amd64'],
    };
  }
  const framework = FRAMEWORK_OF[name];
  if (!framework) return null;
  const entry = frameworkEntry(framework);
  if (config.os === 'alpine' && entry.noAlpine) {
    return { reason: entry.noAlpine, instead: ['--os debian'] };
  }
  const { python } = wishOf(config);
  const known = entry.releases.some((release) => !python || release.python.includes(python));
  if (!known) {
    const pythons = entry.releases[0]?.python ?? [];
    return {
      reason: `${name} has no wheel for Python ${python} (its newest has ${pythons.join(', ')})`,
      instead: [`--python ${pythons.at(-1)}`],
    };
  }
  return null;
}

/** What a person should know of a requirement that is taken all the same, or null. */
export function warnOfPackage(name: string, config: Config): string | null {
  if (name === 'torch' && config.accelerator === 'cpu') {
    return "PyPI's torch brings CUDA, some 3 GB more to download; --framework pytorch takes the CPU build";
  }
  if (name === 'opencv-python') {
    return 'opencv-python needs libgl1 and libglib2.0-0 (ml-image system); opencv-python-headless needs neither';
  }
  if (config.os === 'alpine') {
    return `${name} comes without a wheel for Alpine's musl unless PyPI lists one: the build then compiles it, or fails`;
  }
  return null;
}
