/** Names of a lock's target (Python, machine and C library) in the terms of each resolver. */
import type { Target } from '../core/types.ts';

/** CPython's name of a target, the value of `sysconfig.get_config_var("SOABI")`. */
export function soabi({ python, architecture, libc }: Target): string {
  const version = python.replace('.', '');
  return `cpython-${version}-${architecture}-linux-${libc === 'musl' ? 'musl' : 'gnu'}`;
}

/** The newest glibc that uv knows (`uv pip compile --help`, 0.13). */
const NEWEST_GLIBC = 40;

/** The value of uv's `--python-platform`. */
export function uvPlatform({ architecture, libc, libcVersion }: Target): string {
  if (libc === 'musl') return `${architecture}-unknown-linux-musl`;
  return `${architecture}-manylinux_2_${Math.min(minorOf(libcVersion), NEWEST_GLIBC)}`;
}

/** The old names of three glibc versions (https://peps.python.org/pep-0600/#legacy-manylinux-tags). */
const LEGACY: Record<number, string> = {
  17: 'manylinux2014',
  12: 'manylinux2010',
  5: 'manylinux1',
};

/** The values of pip's `--platform`: every glibc up to the image's, newest first. */
export function pipPlatforms({ architecture, libcVersion }: Target): string[] {
  const names: string[] = [];
  for (let minor = minorOf(libcVersion); minor >= 5; minor--) {
    names.push(`manylinux_2_${minor}_${architecture}`);
    const old = LEGACY[minor];
    if (old) names.push(`${old}_${architecture}`);
  }
  return [...names, `linux_${architecture}`];
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
