/** Pinned packages that are installed with a framework when a model file asks for them. */

import { compareVersions } from '../../packages/version.ts';
import type { Source } from './types.ts';

interface Companion {
  /** Its name on PyPI. */
  name: string;
  /** Newest first, each with the oldest Python that it installs on (`requires-python`). */
  releases: readonly { version: string; python: string }[];
  /** Debian packages that its wheel needs at run time. */
  apt?: string[];
  source: Source;
}

const CHECKED = '2026-11-23';
const pypi = (name: string): Source => ({
  url: `https://pypi.org/project/${name}/`,
  checked: CHECKED,
});

/** By name. A release of each suits every Python that the base images have. */
export const COMPANIONS: readonly Companion[] = [
  {
    // What runs TensorFlow Lite files, without TensorFlow.
    name: 'ai-edge-litert',
    releases: [{ version: '2.3.0', python: '3.10' }],
    source: pypi('ai-edge-litert'),
  },
  {
    // Before 3.11.3 `load_model` could be made to run code (CVE-2025-1550, -8747, -9905).
    name: 'keras',
    releases: [
      { version: '3.15.1', python: '3.11' },
      { version: '3.12.4', python: '3.10' },
      { version: '3.10.0', python: '3.9' },
    ],
    source: pypi('keras'),
  },
  {
    name: 'lightgbm',
    releases: [
      { version: '4.7.0', python: '3.10' },
      { version: '4.6.0', python: '3.9' },
    ],
    apt: ['libgomp1'],
    source: pypi('lightgbm'),
  },
  {
    name: 'bioimageio.core',
    releases: [{ version: '0.11.0', python: '3.10' }],
    source: pypi('bioimageio.core'),
  },
  {
    name: 'catboost',
    releases: [{ version: '1.2.10', python: '3.9' }],
    source: pypi('catboost'),
  },
  {
    name: 'mlflow-skinny',
    releases: [{ version: '3.17.2', python: '3.10' }],
    source: pypi('mlflow-skinny'),
  },
  {
    name: 'monai',
    releases: [{ version: '1.6.1', python: '3.10' }],
    source: pypi('monai'),
  },
  {
    name: 'nibabel',
    releases: [{ version: '5.4.2', python: '3.10' }],
    source: pypi('nibabel'),
  },
  {
    name: 'nnunetv2',
    releases: [{ version: '2.8.1', python: '3.10' }],
    source: pypi('nnunetv2'),
  },
  {
    name: 'safetensors',
    releases: [
      { version: '0.8.0', python: '3.10' },
      { version: '0.7.0', python: '3.9' },
    ],
    source: pypi('safetensors'),
  },
  {
    name: 'sentence-transformers',
    releases: [{ version: '6.2.0', python: '3.11' }],
    source: pypi('sentence-transformers'),
  },
  {
    // Hugging Face models run on PyTorch through it; 5.21 was the first to ask for Python 3.11.
    name: 'transformers',
    releases: [
      { version: '5.23.0', python: '3.11' },
      { version: '5.22.2', python: '3.11' },
      { version: '5.21.1', python: '3.11' },
      { version: '5.20.2', python: '3.10' },
      { version: '5.19.0', python: '3.10' },
      { version: '5.18.0', python: '3.10' },
    ],
    source: pypi('transformers'),
  },
];

/** The catalog's row of a package, or undefined where it has none. */
export function companion(name: string): Companion | undefined {
  return COMPANIONS.find((row) => row.name === name);
}

/**
 * The newest release of a package that a Python has, or null where the catalog knows none.
 * @param python minor version, null where it is the base image's own: then the newest of all
 */
export function companionRelease(name: string, python: string | null): string | null {
  const found = companion(name)?.releases.find(
    (release) => python === null || compareVersions(release.python, python) <= 0,
  );
  return found?.version ?? null;
}

/**
 * The exact requirement for a file that a release of Keras saved: the newest that the Python has,
 * which reads what older ones wrote, or the file's own where that is newer still. The newest is also
 * the safe one (see companions.ts).
 * @param saved the release that the file asks for at least, e.g. `3.15.1`; null: it does not say
 * @param python minor version, null where it is the base image's own
 */
export function kerasRequirement(saved: string | null, python: string | null): string {
  const newest = companionRelease('keras', python) ?? companionRelease('keras', null);
  if (!saved) return `keras==${newest}`;
  return `keras==${newest && compareVersions(saved, newest) <= 0 ? newest : saved}`;
}
