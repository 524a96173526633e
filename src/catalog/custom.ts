import type { FrameworkEntry } from './data/types.ts';

/** No framework of ours: the person's requirements and the person's model.py do the work. */
export const custom: FrameworkEntry = {
  framework: 'custom',
  title: 'custom',
  source: { url: 'https://pypi.org/project/numpy/', checked: '2026-11-23' },
  releases: [],
  unknownRelease: null,
  formats: [],
  noCuda: 'without a framework there are no CUDA wheels to install',
  takesCudaOfBase: true,
  apt: [],
  environment: {},
  trims: [],
};
