import { minimumDriver } from './cuda.ts';
import type { FrameworkEntry, Release } from './types.ts';

const CUDA_12 = { cuda: '12.5', minimumDriver: minimumDriver('12.5') };

function release(version: string, python: string[], cuda = CUDA_12): Release {
  return {
    version,
    python,
    // tensorflow-cpu has wheels for x86_64 only; elsewhere `tensorflow` has no CUDA.
    cpu: {
      requirements: [
        `tensorflow-cpu==${version}; platform_machine == "x86_64"`,
        `tensorflow==${version}; platform_machine != "x86_64"`,
      ],
    },
    // The wheel for aarch64 has no CUDA code, though the extra installs there.
    cuda: {
      requirements: [`tensorflow[and-cuda]==${version}`],
      architectures: ['x86_64'],
      ...cuda,
    },
  };
}

const CUDA_12_3 = { ...CUDA_12, cuda: '12.3' };

/** TensorFlow; wheels as listed on PyPI, CUDA as in TensorFlow's table of tested builds. */
export const tensorflow: FrameworkEntry = {
  framework: 'tensorflow',
  title: 'TensorFlow',
  source: {
    url: 'https://www.tensorflow.org/install/source#tested_build_configurations',
    checked: '2026-11-23',
  },
  releases: [
    release('2.21.0', ['3.10', '3.11', '3.12', '3.13']),
    release('2.20.0', ['3.9', '3.10', '3.11', '3.12', '3.13']),
    release('2.19.1', ['3.9', '3.10', '3.11', '3.12']),
    release('2.18.1', ['3.9', '3.10', '3.11', '3.12']),
    release('2.17.1', ['3.9', '3.10', '3.11', '3.12'], CUDA_12_3),
    release('2.16.2', ['3.9', '3.10', '3.11', '3.12'], CUDA_12_3),
  ],
  unknownRelease: (version) => release(version, []),
  formats: ['tensorflow-savedmodel', 'keras', 'keras-h5', 'tflite', 'tensorflow-graph'],
  noAlpine: 'TensorFlow has no build for the musl C library of Alpine',
  apt: [],
  // 3: errors only, so that a failure is one line; oneDNN's notice goes with it.
  environment: { TF_CPP_MIN_LOG_LEVEL: '3' },
  trims: ['tensorflow/include', 'clang'],
};
