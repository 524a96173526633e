/** CUDA in base images, and the driver that it takes. */
import { parseReference } from '../reference.ts';
import type { Source } from './types.ts';

/**
 * The oldest NVIDIA driver for Linux that runs each major version of CUDA, minor versions included.
 * Source: CUDA Toolkit release notes, table 2 (CUDA minor version compatibility),
 * https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/, checked 2026-11-23.
 */
const MINIMUM_DRIVER: Record<string, string> = {
  '11': '450.80.02',
  '12': '525.60.13',
  '13': '580.65.06',
};

/** The oldest driver for a version of CUDA such as `13.0`; for one not known, that of the newest. */
export function minimumDriver(cuda: string): string {
  return MINIMUM_DRIVER[major(cuda)] ?? (MINIMUM_DRIVER['13'] as string);
}

/** The first part of a version: `13.0` gives `13`. */
export function major(version: string): string {
  return version.split('.')[0] as string;
}

/**
 * NVIDIA's images, which have CUDA and a system, but neither Python nor a framework. Flavours:
 * `base` has CUDA's runtime library alone, `runtime` the shared libraries, `devel` compilers too;
 * `cudnn` before one adds cuDNN.
 */
export const CUDA_IMAGES: { repositories: readonly string[]; source: Source } = {
  repositories: ['nvidia/cuda'],
  source: { url: 'https://hub.docker.com/r/nvidia/cuda', checked: '2026-11-23' },
};

/** What the tag of one of NVIDIA's images tells. */
export interface CudaImage {
  /** CUDA's version, e.g. `13.0.2`. */
  cuda: string;
  flavour: 'base' | 'runtime' | 'devel';
  /** cuDNN's major version, null where the image has none. */
  cudnn: string | null;
  /** `ubuntu`, `rockylinux`, ... */
  system: string;
}

/**
 * What an image of NVIDIA has, also on a mirror; null for any other image, and for a
 * tag that does not tell. From CUDA 12.4 on the tag leaves cuDNN's number out: it is 9.
 */
export function readCudaImage(reference: string): CudaImage | null {
  const parsed = parseReference(reference);
  const known = CUDA_IMAGES.repositories.some((repository) =>
    `/${parsed?.name ?? ''}`.endsWith(`/${repository}`),
  );
  const match = /^(\d+\.\d+\.\d+)(?:-(cudnn)(\d*))?-(base|runtime|devel)-([a-z]+)/.exec(
    (known && parsed?.tag) || '',
  );
  if (!match) return null;
  const [, cuda = '', cudnn, number, flavour, system = ''] = match;
  return {
    cuda,
    flavour: flavour as CudaImage['flavour'],
    cudnn: cudnn ? number || '9' : null,
    system,
  };
}

/** Whether it has the libraries of CUDA, so that wheels with them would store them twice. */
export function hasCudaLibraries(image: CudaImage): boolean {
  return image.flavour !== 'base';
}
