/** What the catalog knows of a requirement that a person adds beside the framework. */

import type { Config } from '../core/answers.ts';
import type { Refusal } from '../core/types.ts';
import { contains } from '../packages/specifier.ts';
import { readTag } from './base.ts';
import { EXCLUSIVE, frameworkOf } from './data/distributions.ts';
import { frameworkEntry } from './data/frameworks.ts';
import type { FrameworkEntry, Release } from './data/types.ts';
import { refuse } from './rules/refuse.ts';
import { wishOf } from './rules/refuse-config.ts';

/** A requirement, as far as the catalog judges it. */
export interface PackageRequest {
  /** Normalised (PEP 503). */
  name: string;
  /** The versions that it allows, such as `>=2,<3`; empty: any. */
  specifier: string;
}

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

/**
 * Why a requirement cannot work in this image, or null where nothing known speaks against it.
 * @param others the other requirements' names, the framework's among them
 * @param hasWheel whether the user has a wheel of it: then no index needs a build
 */
export function refusePackage(
  asked: PackageRequest,
  others: readonly string[],
  config: Config,
  hasWheel = false,
): Refusal | null {
  const { name } = asked;
  const mistaken = Object.hasOwn(MISTAKEN, name) ? MISTAKEN[name] : undefined;
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
  if (hasWheel) return null;
  const other = Object.hasOwn(X86_ONLY, name) ? X86_ONLY[name] : undefined;
  if (config.platform === 'linux/arm64' && other !== undefined) {
    return {
      reason: `${name} has no build for linux/arm64`,
      instead: [...(other ? [other] : []), '--platform linux/amd64'],
    };
  }
  const framework = frameworkOf(name);
  if (!framework) return null;
  const entry = frameworkEntry(framework);
  if (config.os === 'alpine' && entry.noAlpine) return notOnAlpine(entry, config);
  return notForPython(asked, entry, config);
}

function notOnAlpine({ noAlpine, apk, title }: FrameworkEntry, config: Config): Refusal {
  const has = apk ? `; Alpine itself has ${title} ${apk.release.version} as ${apk.name}` : '';
  return {
    reason: `${noAlpine}${has}`,
    instead: [
      ...(apk && !config.baseImage ? [`ml-image system ${apk.name}`] : []),
      ...(config.baseImage ? ['another --base-image'] : ['--os debian']),
    ],
  };
}

function notForPython(
  asked: PackageRequest,
  entry: FrameworkEntry,
  config: Config,
): Refusal | null {
  const python = pythonOf(config);
  const possible = releasesFor(asked, entry);
  const newest = possible[0];
  if (!python || !newest || possible.some((release) => release.python.includes(python)))
    return null;
  const exact = /^={2,3}[^*,]+$/.test(asked.specifier);
  const has = newest.python.join(', ');
  const which = asked.specifier === '' ? 'its newest' : newest.version;
  const works = newest.python.findLast(
    (each) => !refuse({ ...wishOf(config), python: each, baseImage: null }),
  );
  const better = entry.releases.find((release) => release.python.includes(python));
  return {
    reason: `${asked.name}${asked.specifier} has no wheel for Python ${python} (${exact ? 'it' : which} has ${has})`,
    instead: [
      ...(works && !config.baseImage ? [`--python ${works}`] : []),
      ...(better ? [`${asked.name}==${better.version}`] : []),
    ],
  };
}

function pythonOf(config: Config): string | null {
  return config.python ?? (config.baseImage ? readTag(config.baseImage).python : null);
}

/** The catalog's releases that a requirement allows, newest first. */
function releasesFor({ name, specifier }: PackageRequest, entry: FrameworkEntry): Release[] {
  // jaxlib has other version numbers; a label after `+` is of another index.
  const plain = name === 'jaxlib' ? '' : specifier.replace(/\+[a-z0-9._-]+/gi, '');
  return entry.releases.filter(({ version }) => contains(plain, version));
}

/** Notes on a requirement that is accepted, one line each. */
export function warnOfPackage(asked: PackageRequest, config: Config): string[] {
  const { name, specifier } = asked;
  const notes: string[] = [];
  const framework = frameworkOf(name);
  const entry = framework && frameworkEntry(framework);
  if (entry && releasesFor(asked, entry).length === 0) {
    notes.push(
      `${name}${specifier} is not in the catalog (it has ${entry.releases.map(({ version }) => version).join(', ')}): it is taken as you gave it, unchecked`,
    );
  }
  if (name === 'torch' && specifier.includes('+')) {
    notes.push(
      `${name}${specifier} is on PyTorch's own index alone, which pip.conf must name (README, "A mirror, a private index"); --framework pytorch takes it from there`,
    );
  } else if (name === 'torch' && config.accelerator === 'cpu') {
    notes.push(
      "PyPI's torch brings CUDA, some 3 GB more to download; --framework pytorch takes the CPU build",
    );
  }
  if (name === 'opencv-python') {
    notes.push(
      'opencv-python needs libgl1 and libglib2.0-0 (ml-image system); opencv-python-headless needs neither',
    );
  }
  // numpy has wheels for musl, and is in every image.
  if (notes.length === 0 && config.os === 'alpine' && name !== 'numpy') {
    notes.push(
      `${name} comes without a wheel for Alpine's musl unless PyPI lists one: the build then compiles it, or fails`,
    );
  }
  return notes;
}
