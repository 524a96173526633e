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
    release(version, [], compareVersions(version, '1.3') < 0 ? NUMPY_1 : []),
  formats: ['sklearn'],
  exactFormats: ['sklearn'],
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
