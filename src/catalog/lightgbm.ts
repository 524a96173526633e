import type { FrameworkEntry, Release } from './types.ts';

function release(version: string, python: string[]): Release {
  return { version, python, cpu: { requirements: [`lightgbm==${version}`] }, cuda: null };
}

/** LightGBM; wheels as on PyPI. */
export const lightgbm: FrameworkEntry = {
  framework: 'lightgbm',
  title: 'LightGBM',
  source: { url: 'https://pypi.org/project/lightgbm/', checked: '2026-11-23' },
  releases: [
    release('4.7.0', ['3.10', '3.11', '3.12', '3.13', '3.14']),
    release('4.6.0', ['3.9', '3.10', '3.11', '3.12', '3.13']),
    release('4.5.0', ['3.9', '3.10', '3.11', '3.12', '3.13']),
    release('4.4.0', ['3.9', '3.10', '3.11', '3.12']),
    release('4.3.0', ['3.9', '3.10', '3.11', '3.12']),
    release('4.2.0', ['3.9', '3.10', '3.11', '3.12']),
  ],
  unknownRelease: (version) => release(version, []),
  formats: ['lightgbm'],
  noCuda: 'the LightGBM wheels have no CUDA code',
  noAlpine: 'LightGBM has no build for the musl C library of Alpine',
  // Its wheel is linked against GNU OpenMP, which slim images lack.
  apt: ['libgomp1'],
  environment: {},
  trims: [],
};
