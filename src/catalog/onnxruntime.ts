import type { FrameworkEntry, Release } from './types.ts';

const PYTHON = ['3.11', '3.12', '3.13', '3.14'];

function release(version: string, cuda: '12.8' | '13.0' | null, python = PYTHON): Release {
  return {
    version,
    python,
    cpu: { requirements: [`onnxruntime==${version}`] },
    cuda: cuda && {
      // The extras bring CUDA and cuDNN as wheels; onnxruntime itself must not stand beside it.
      requirements: [`onnxruntime-gpu[cuda,cudnn]==${version}`],
      cuda,
      minimumDriver: cuda === '13.0' ? '580.65.06' : '525.60.13',
    },
  };
}

/** ONNX Runtime; wheels as on PyPI. onnxruntime-gpu moved to CUDA 13 with 1.29. */
export const onnxruntime: FrameworkEntry = {
  framework: 'onnxruntime',
  title: 'ONNX Runtime',
  source: { url: 'https://pypi.org/project/onnxruntime/', checked: '2026-11-23' },
  releases: [
    release('1.30.0', '13.0'),
    release('1.29.0', '13.0'),
    release('1.28.0', '12.8'),
    release('1.27.0', '12.8'),
    release('1.26.0', '12.8'),
    release('1.25.1', '12.8'),
  ],
  unknownRelease: (version) => release(version, '13.0', []),
  formats: ['onnx'],
  noAlpine: 'PyPI has no ONNX Runtime build for the musl C library of Alpine',
  apt: [],
  environment: {},
  trims: [],
};
