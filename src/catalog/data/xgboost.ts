import { minimumDriver } from './cuda.ts';
import type { FrameworkEntry, Release } from './types.ts';

const FROM_3_10 = ['3.10', '3.11', '3.12', '3.13', '3.14'];
const FROM_3_12 = ['3.12', '3.13', '3.14'];

function release(version: string, python: string[], cuda: '12' | '13' = '12'): Release {
  return {
    version,
    python,
    // xgboost-cpu leaves out the CUDA code, some 200 MB.
    cpu: { requirements: [`xgboost-cpu==${version}`] },
    cuda: {
      requirements: [`xgboost==${version}`],
      cuda,
      minimumDriver: minimumDriver(cuda),
    },
  };
}

/** XGBoost; wheels as on PyPI (`py3-none-manylinux`, so Python is bounded by requires-python alone). */
export const xgboost: FrameworkEntry = {
  framework: 'xgboost',
  title: 'XGBoost',
  source: { url: 'https://pypi.org/project/xgboost/', checked: '2026-11-23' },
  releases: [
    // The first that asks for nvidia-nccl-cu13.
    release('3.4.1', FROM_3_12, '13'),
    release('3.3.0', FROM_3_12),
    release('3.2.0', FROM_3_10),
    release('3.1.3', FROM_3_10),
    release('3.0.5', FROM_3_10),
    release('2.1.4', ['3.9', '3.10', '3.11', '3.12', '3.13']),
  ],
  unknownRelease: (version) => release(version, [], '13'),
  formats: ['xgboost-json', 'xgboost-ubj', 'xgboost-binary'],
  noAlpine: 'XGBoost has no build for the musl C library of Alpine',
  apt: [],
  environment: {},
  trims: [],
};
