/** The newest sound combination for what is already settled. */

import { compareVersions } from '../packages/version.ts';
import { pythonsOf, readTag } from './base.ts';
import { PREFERRED_PYTHON } from './data/base-images.ts';
import { frameworkEntry, knownRelease, releasesOn } from './data/frameworks.ts';
import { isBuiltFor, type Release, type Wish } from './data/types.ts';
import { frameworkBound } from './needs.ts';

/**
 * The newest release that suits the Python, accelerator and flavour asked for; undefined where none
 * does. One that has CUDA packages too comes before a newer one that has none yet, so that the
 * accelerator can be changed alone.
 */
export function defaultRelease(wish: Wish): Release | undefined {
  if (!wish.framework) return undefined;
  const python = wish.python ?? (wish.baseImage ? readTag(wish.baseImage).python : null);
  const pythons = python ? [python] : wish.baseImage ? null : pythonsOf(wish);
  const bound = frameworkBound(wish.needs ?? [], wish.framework);
  const suitable = releasesOn(frameworkEntry(wish.framework), wish.os).filter(
    (release) =>
      (bound?.operator !== '>=' || compareVersions(release.version, bound.version) >= 0) &&
      (bound?.operator !== '<' || compareVersions(release.version, bound.version) < 0) &&
      (!pythons || pythons.some((p) => release.python.includes(p))) &&
      (wish.accelerator !== 'cuda' ||
        (release.cuda !== null && isBuiltFor(release.cuda, wish.platform))),
  );
  return suitable.find((release) => release.cuda !== null) ?? suitable[0];
}

/**
 * The Python minor version to take: one that the framework's release and the flavour both have,
 * 3.13 first. Null where a base image is given (its Python is taken as it is) or none fits.
 */
export function defaultPython(wish: Wish): string | null {
  if (wish.baseImage) return null;
  const available = pythonsOf(wish);
  const entry = wish.framework ? frameworkEntry(wish.framework) : null;
  const release = wish.frameworkVersion
    ? entry && knownRelease(entry, wish.frameworkVersion, wish.os)
    : defaultRelease({ ...wish, python: null });
  const wheels = release && release.python.length > 0 ? release.python : available;
  return PREFERRED_PYTHON.find((p) => available.includes(p) && wheels.includes(p)) ?? null;
}
