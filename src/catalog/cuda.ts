/** Which CUDA an image has, and where it comes from. */
import type { Config } from '../core/answers.ts';
import { compareVersions } from '../packages/version.ts';
import { readTag } from './base.ts';
import { hasCudaLibraries, minimumDriver, readCudaImage } from './data/cuda.ts';
import type { Release } from './data/types.ts';

/** The CUDA of an image for GPUs. */
export interface Cuda {
  /** e.g. `13.0` */
  version: string;
  minimumDriver: string;
  from: 'packages' | 'base image';
}

/**
 * The CUDA that an image computes with; null for an image for the CPU. One of NVIDIA's base images
 * refuses a driver that is too old for it (its NVIDIA_REQUIRE_CUDA), so that it counts even where
 * the packages have their own.
 */
export function cudaOf(config: Config, release: Release | null): Cuda | null {
  if (config.accelerator !== 'cuda') return null;
  const wheels = release?.cuda ?? null;
  const baseCuda = config.baseImage ? readTag(config.baseImage).cuda : null;
  if (!baseCuda) return wheels && { ...wheels, version: wheels.cuda, from: 'packages' };
  const image = config.baseImage ? readCudaImage(config.baseImage) : null;
  const driver = minimumDriver(baseCuda);
  if (!wheels || !image || hasCudaLibraries(image)) {
    return { version: baseCuda, minimumDriver: driver, from: 'base image' };
  }
  const newer = compareVersions(driver, wheels.minimumDriver) > 0 ? driver : wheels.minimumDriver;
  return { version: wheels.cuda, minimumDriver: newer, from: 'packages' };
}
