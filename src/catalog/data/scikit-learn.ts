import { compareVersions } from '../../packages/version.ts';
import type { FrameworkEntry, Release } from './types.ts';

function release(version: string, python: string[], beside: string[] = []): Release {
  return {
    version,
    python,
    cpu: { requirements: [`scikit-learn==${version}`, ...beside] },
    cuda: null,
  };
}

/** Before 1.3 nothing in the wheels says it: imported beside numpy 2 they fail (tried 2026-11-23). */
const NUMPY_1 = ['numpy<2'];

/**
 * The Pythons that have a wheel of a release that is not offered, from PyPI's own list of files
 * (https://pypi.org/pypi/scikit-learn/json, manylinux x86_64, 2026-11-27); by the shortest prefix that holds.
 */
const OLDER: readonly (readonly [prefix: string, first: number, last: number])[] = [
  ['1.9.', 11, 14],
  ['1.7.', 10, 13],
  ['1.6.', 9, 13],
  ['1.5.', 9, 12],
  ['1.4.', 9, 12],
  ['1.3.1', 8, 12],
  ['1.3.', 8, 11],
  ['1.2.', 8, 11],
  ['1.1.', 8, 10],
  ['1.0', 7, 9],
  ['0.24', 6, 9],
  ['0.23', 6, 8],
  ['0.22', 6, 8],
];

function pythonsOf(version: string): string[] {
  const [, first = 0, last = -1] = OLDER.find(([prefix]) => version.startsWith(prefix)) ?? [];
  return Array.from({ length: last - first + 1 }, (_, at) => `3.${first + at}`);
}

/** scikit-learn; wheels as on PyPI. A pickle needs the version that wrote it, so old rows stay. */
export const scikitLearn: FrameworkEntry = {
  framework: 'scikit-learn',
  title: 'scikit-learn',
  source: { url: 'https://pypi.org/project/scikit-learn/', checked: '2026-11-23' },
  releases: [
    release('1.9.1', ['3.11', '3.12', '3.13', '3.14']),
    release('1.8.0', ['3.11', '3.12', '3.13', '3.14']),
    release('1.7.2', ['3.10', '3.11', '3.12', '3.13', '3.14']),
    release('1.6.1', ['3.9', '3.10', '3.11', '3.12', '3.13']),
    release('1.5.2', ['3.9', '3.10', '3.11', '3.12', '3.13']),
    release('1.4.2', ['3.9', '3.10', '3.11', '3.12']),
    release('1.3.2', ['3.9', '3.10', '3.11', '3.12']),
    release('1.2.2', ['3.9', '3.10', '3.11'], NUMPY_1),
    release('1.1.3', ['3.9', '3.10', '3.11'], NUMPY_1),
    release('1.0.2', ['3.9', '3.10'], NUMPY_1),
  ],
  unknownRelease: (version) =>
    release(version, pythonsOf(version), compareVersions(version, '1.3') < 0 ? NUMPY_1 : []),
  formats: ['sklearn', 'skops'],
  exactFormats: ['sklearn', 'skops', 'mlflow'],
  noCuda: 'scikit-learn computes on the CPU only',
  noAlpine: 'PyPI has no scikit-learn build for the musl C library of Alpine',
  apk: {
    name: 'py3-scikit-learn',
    release: { version: '1.5.2', python: ['3.14'], cpu: { requirements: [] }, cuda: null },
    source: {
      url: 'https://pkgs.alpinelinux.org/packages?name=py3-scikit-learn&branch=v3.24',
      checked: '2026-11-23',
    },
  },
  apt: [],
  environment: {},
  trims: [],
};
