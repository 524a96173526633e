/** Which Python, machine and C library an image has, where the catalog can tell. */
import type { Plan, Target } from '../core/types.ts';
import { BASE_IMAGES } from './data/base-images.ts';

/**
 * The Python that the plan's image installs for, x86_64 where no platform was answered; null: only a
 * base image from elsewhere knows.
 */
export function targetOf({ base, config }: Plan): Target | null {
  const { python } = base;
  if (python === null || (base.kind !== 'python' && base.kind !== 'os')) return null;
  const releases = BASE_IMAGES[config.os].releases;
  const release = releases.find(({ byPython }) => byPython[python] === base.image.split('@')[0]);
  if (!release) return null;
  return {
    python,
    architecture: config.platform === 'linux/arm64' ? 'aarch64' : 'x86_64',
    libc: release.libc,
    libcVersion: release.libcVersion,
  };
}
