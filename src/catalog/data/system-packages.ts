/** Names of the same system package by apt and by apk, where they differ and people ask for them. */
import type { PackageManager } from '../../packages/system-package.ts';

/** From packages.debian.org and pkgs.alpinelinux.org, checked 2026-11-23. */
const PAIRS: readonly (readonly [apt: string, apk: string])[] = [
  ['build-essential', 'build-base'],
  ['libgl1', 'mesa-gl'],
  ['libglib2.0-0', 'glib'],
  ['libglib2.0-0t64', 'glib'],
  ['libgomp1', 'libgomp'],
  ['libhdf5-dev', 'hdf5-dev'],
  ['libopenblas0', 'openblas'],
  ['libsndfile1', 'libsndfile'],
  ['libsm6', 'libsm'],
  ['libstdc++6', 'libstdc++'],
  ['libxext6', 'libxext'],
  ['libxrender1', 'libxrender'],
  ['openssh-client', 'openssh-client-default'],
  ['pkg-config', 'pkgconf'],
  ['python3-dev', 'python3-dev'],
  ['xz-utils', 'xz'],
  ['zlib1g', 'zlib'],
];

/**
 * What a package is called by the other manager, or null where the name is the same or not known.
 * @param to the manager that the name is wanted for
 */
export function systemNameFor(name: string, to: PackageManager): string | null {
  const [from, into] = to === 'apk' ? [0, 1] : [1, 0];
  const pair = PAIRS.find((row) => row[from] === name);
  return pair && pair[into] !== name ? (pair[into] as string) : null;
}

/**
 * Names of a row above that the other manager accepts, too: Debian has `pkgconf` and
 * Alpine an `openssh-client` by another package; whether apk takes `pkg-config` was not found out.
 */
const TAKEN_TOO: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['pkgconf'],
  apk: ['openssh-client', 'pkg-config'],
};

/**
 * What a manager calls a package that was named as only the other manager does; null where it takes
 * the name, or nothing is known of it.
 */
export function foreignSystemName(name: string, manager: PackageManager): string | null {
  return TAKEN_TOO[manager].includes(name) ? null : systemNameFor(name, manager);
}
