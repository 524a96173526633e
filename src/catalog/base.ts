/** Which base image a wish leads to, and what is known of it. */
import type { Config } from '../types.ts';
import { BASE_IMAGES, FRAMEWORK_IMAGES, type FrameworkImage } from './base-images.ts';
import { parseReference } from './reference.ts';
import type { Wish } from './types.ts';

/** The framework image that a reference names, also behind a mirror's host; else null. */
export function frameworkImage(reference: string): FrameworkImage | null {
  const name = parseReference(reference)?.name ?? '';
  return (
    FRAMEWORK_IMAGES.find((i) => name === i.repository || name.endsWith(`/${i.repository}`)) ?? null
  );
}

/**
 * What the tag of a given base image tells: Python of an official python image, the release of a
 * framework's own image, and whether it is an Alpine. Null where the tag does not tell.
 */
export function readTag(reference: string): {
  python: string | null;
  frameworkVersion: string | null;
  alpine: boolean;
} {
  const parsed = parseReference(reference);
  const tag = parsed?.tag ?? '';
  const repository = parsed?.name.split('/').at(-1) ?? '';
  const isPython = repository === 'python';
  return {
    python: isPython ? (/^(3\.\d+)(?:[.-]|$)/.exec(tag)?.[1] ?? null) : null,
    frameworkVersion: frameworkImage(reference)
      ? (/^(\d+\.\d+\.\d+)(?:-|$)/.exec(tag)?.[1] ?? null)
      : null,
    alpine: repository === 'alpine' || /(^|-)alpine/.test(tag),
  };
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
