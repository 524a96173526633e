import type { FrameworkEntry, Release } from './types.ts';

function release(version: string, python: string[]): Release {
  return { version, python, cpu: { requirements: [`lightgbm==${version}`] }, cuda: null };
}

const TO_3_13 = ['3.9', '3.10', '3.11', '3.12', '3.13'];

/**
 * LightGBM; wheels as on PyPI. One wheel (`py3-none`) serves every Python: the lists end where a
 * release was tried, the old ones with numpy 2 on Python 3.13.
 */
export const lightgbm: FrameworkEntry = {
  framework: 'lightgbm',
  title: 'LightGBM',
  source: { url: 'https://pypi.org/project/lightgbm/', checked: '2026-11-23' },
  releases: [
    release('4.7.0', ['3.10', '3.11', '3.12', '3.13', '3.14']),
    release('4.6.0', TO_3_13),
    release('4.5.0', TO_3_13),
    release('4.4.0', TO_3_13),
    release('4.3.0', TO_3_13),
    release('4.2.0', TO_3_13),
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
