/** Which base image a wish leads to, and what is known of it. */

import type { Config } from '../core/answers.ts';
import type { Plan } from '../core/types.ts';
import { BASE_IMAGES, FRAMEWORK_IMAGES, type FrameworkImage } from './data/base-images.ts';
import { readCudaImage } from './data/cuda.ts';
import type { Wish } from './data/types.ts';
import { parseReference } from './reference.ts';

/** The framework image of a reference, also on a mirror; else null. */
export function frameworkImage(reference: string): FrameworkImage | null {
  const name = parseReference(reference)?.name ?? '';
  return (
    FRAMEWORK_IMAGES.find((i) => name === i.repository || name.endsWith(`/${i.repository}`)) ?? null
  );
}

/** What the reference of a given base image tells; null or false where it does not tell. */
export interface BaseTag {
  /** Python's minor version: of an official python image, or what the system has by apt or apk. */
  python: string | null;
  /** The release in a framework's image. */
  frameworkVersion: string | null;
  alpine: boolean;
  /** A plain system: Python is installed into it. */
  plain: boolean;
  /** The version of its CUDA. */
  cuda: string | null;
}

/** Reads the reference of a base image: name and tag, nothing is asked of a registry. */
export function readTag(reference: string): BaseTag {
  const parsed = parseReference(reference);
  const tag = parsed?.tag ?? '';
  const repository = parsed?.name.split('/').at(-1) ?? '';
  const isPython = repository === 'python';
  const official = frameworkImage(reference);
  const nvidia = readCudaImage(reference);
  const system = nvidia ? /ubuntu.*$/.exec(tag)?.[0] : plainSystem(parsed?.name ?? '', tag);
  return {
    python: isPython
      ? (/^(3\.\d+)(?:[.-]|$)/.exec(tag)?.[1] ?? null)
      : (SYSTEM_PYTHON.find(([prefix]) => system?.startsWith(prefix))?.[1] ?? null),
    frameworkVersion: official ? (/^(\d+\.\d+\.\d+)(?:-|$)/.exec(tag)?.[1] ?? null) : null,
    alpine: repository === 'alpine' || /(^|-)alpine/.test(tag),
    plain: system !== undefined,
    cuda: nvidia?.cuda ?? (official ? (/-cuda(\d+\.\d+)-/.exec(tag)?.[1] ?? null) : null),
  };
}

/** The Python that systems have by their own package manager, by the beginning of name and tag. */
const SYSTEM_PYTHON: readonly (readonly [system: string, python: string])[] = [
  ...BASE_IMAGES.ubuntu.releases.flatMap(({ byPython }) =>
    Object.entries(byPython).map(([python, image]) => [image.replace(':', ''), python] as const),
  ),
  // https://packages.debian.org/python3 and https://packages.ubuntu.com/python3, checked 2026-11-23
  ['ubuntunoble', '3.12'],
  ['ubuntujammy', '3.10'],
  ['debian12', '3.11'],
  ['debianbookworm', '3.11'],
  ['debian13', '3.13'],
  ['debiantrixie', '3.13'],
  ['alpine3.24', '3.14'],
];

/** `ubuntu24.04` for Docker's official image of a plain system, also on a mirror. */
function plainSystem(name: string, tag: string): string | undefined {
  const system = /^(?:(?:.+\/)?library\/)?(ubuntu|debian|alpine)$/.exec(name)?.[1];
  return system && system + tag;
}

/**
 * Whether the base image is the catalog's own for the other answers, with a digest beside its tag:
 * then it is used as the catalog's is.
 */
export function isCatalogPin({ os, python, baseImage }: Config): boolean {
  if (python === null || baseImage === null) return false;
  const [tagged, digest] = baseImage.split('@');
  return digest !== undefined && tagged === BASE_IMAGES[os].byPython[python];
}

/** Python minor versions that a wish's operating system has, in no particular order. */
export function pythonsOf(wish: Wish): string[] {
  return Object.keys(BASE_IMAGES[wish.os ?? 'debian'].byPython);
}

/** The base of the image. */
export function baseOf(config: Config): Plan['base'] {
  const flavour = BASE_IMAGES[config.os];
  if (config.baseImage && !isCatalogPin(config)) {
    const tag = readTag(config.baseImage);
    return {
      image: config.baseImage,
      kind: frameworkImage(config.baseImage) ? 'framework' : tag.plain ? 'os' : 'given',
      packageManager: flavour.packageManager,
      python: config.python ?? tag.python,
    };
  }
  const python = config.python as string;
  return {
    image: config.baseImage ?? (flavour.byPython[python] as string),
    kind: flavour.kind,
    packageManager: flavour.packageManager,
    python,
  };
}
