import { minimumDriver } from './cuda.ts';
import type { FrameworkEntry, Release } from './types.ts';

const INDEX = 'https://download.pytorch.org/whl';

/** torch runs without numpy, the entrypoint does not. */
const NUMPY = 'numpy>=1.26,<3';

function release(version: string, variant: 'cu126' | 'cu128' | 'cu130', python: string[]): Release {
  const cuda = `${variant.slice(2, 4)}.${variant.slice(4)}`;
  return {
    version,
    python,
    // The local version `+cpu` is on PyTorch's own index only, so a CUDA build can never slip in.
    cpu: { requirements: [`torch==${version}+cpu`, NUMPY], indexUrls: [`${INDEX}/cpu`] },
    cuda: {
      requirements: [`torch==${version}+${variant}`, NUMPY],
      indexUrls: [`${INDEX}/${variant}`],
      cuda,
      minimumDriver: minimumDriver(cuda),
    },
  };
}

const PYTHON = ['3.10', '3.11', '3.12', '3.13', '3.14'];

/** PyTorch; wheels by Python as on PyPI, CUDA variants as on PyTorch's install page. */
export const pytorch: FrameworkEntry = {
  framework: 'pytorch',
  title: 'PyTorch',
  source: { url: 'https://pytorch.org/get-started/previous-versions/', checked: '2026-11-23' },
  releases: [
    release('2.14.1', 'cu130', PYTHON),
    release('2.13.0', 'cu130', PYTHON),
    release('2.12.1', 'cu130', PYTHON),
    release('2.11.0', 'cu128', PYTHON),
    release('2.10.0', 'cu128', PYTHON),
    release('2.9.1', 'cu128', PYTHON),
  ],
  passedOver: [
    {
      version: '2.15.0',
      why: "PyPI's wheel is for CUDA 13.2; which builds PyTorch's own index has, the +cpu one among them, is not confirmed",
    },
  ],
  unknownRelease: (version) => release(version, 'cu130', []),
  formats: [
    'torchscript',
    'torch-export',
    'torch-state-dict',
    'torch-module',
    'safetensors',
    'huggingface',
    'nnunet',
    'monai-bundle',
    'sentence-transformers',
  ],
  exactFormats: ['torch-export'],
  noAlpine: 'PyTorch has no build for the musl C library of Alpine',
  apt: [],
  environment: {},
  trims: ['torch/include', 'torch/test'],
};
