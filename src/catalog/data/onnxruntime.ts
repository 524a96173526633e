import { compareVersions } from '../../packages/version.ts';
import { minimumDriver } from './cuda.ts';
import type { FrameworkEntry, Release } from './types.ts';

const PYTHON = ['3.11', '3.12', '3.13', '3.14'];

function release(version: string, cuda: '12.8' | '13.0' | null, python = PYTHON): Release {
  return {
    version,
    python,
    cpu: { requirements: [`onnxruntime==${version}`] },
    cuda: cuda && {
      // The extras install CUDA and cuDNN as wheels; onnxruntime must not be installed, too.
      requirements: [`onnxruntime-gpu[cuda,cudnn]==${version}`],
      onCudaBase: [`onnxruntime-gpu==${version}`],
      ...(compareVersions(version, '1.29') < 0 ? { architectures: ['x86_64'] } : {}),
      cuda,
      minimumDriver: minimumDriver(cuda),
    },
  };
}

/**
 * ONNX Runtime; wheels, architectures and CUDA as the wheels on PyPI say themselves. It takes CUDA's
 * libraries from wherever they are, in any minor version of the major one, and cuDNN 9:
 * https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html#requirements
 */
export const onnxruntime: FrameworkEntry = {
  framework: 'onnxruntime',
  title: 'ONNX Runtime',
  source: { url: 'https://pypi.org/project/onnxruntime/', checked: '2026-11-23' },
  releases: [
    // onnxruntime-gpu follows onnxruntime by some weeks: 1.32 has none yet.
    release('1.32.0', null),
    release('1.31.1', '13.0'),
    release('1.30.0', '13.0'),
    release('1.29.0', '13.0'),
    release('1.28.0', '13.0'),
    // onnxruntime-gpu 1.27.0 asks for nvidia-cuda-nvrtc-cu13~=13.0, which was never released.
    release('1.27.0', null),
    release('1.26.0', '12.8'),
    release('1.25.1', '12.8'),
  ],
  unknownRelease: (version) => release(version, '13.0', []),
  formats: ['onnx'],
  noAlpine: 'PyPI has no ONNX Runtime build for the musl C library of Alpine',
  apk: {
    name: 'py3-onnxruntime',
    release: { version: '1.24.4', python: ['3.14'], cpu: { requirements: [] }, cuda: null },
    source: {
      url: 'https://pkgs.alpinelinux.org/packages?name=py3-onnxruntime&branch=v3.24',
      checked: '2026-11-23',
    },
  },
  apt: [],
  environment: {},
  trims: [],
};
