/** Combinations that cannot work: every rule, in the order in which they are asked. */
import type { Refusal } from '../../core/types.ts';
import { frameworkEntry, knownRelease } from '../data/frameworks.ts';
import type { Wish } from '../data/types.ts';
import { baseHasAnotherPython } from './base-has-another-python.ts';
import { baseOfAnotherFlavour } from './base-of-another-flavour.ts';
import { companionNotOnAlpine } from './companion-not-on-alpine.ts';
import { cudaOfBaseImage } from './cuda-of-base-image.ts';
import { formatNotLoaded } from './format-not-loaded.ts';
import { frameworkNotOnAlpine } from './framework-not-on-alpine.ts';
import { imageOfAnotherFramework } from './image-of-another-framework.ts';
import { noCommonPython } from './no-common-python.ts';
import { noCudaBuild } from './no-cuda-build.ts';
import { noCudaBuildForPlatform } from './no-cuda-build-for-platform.ts';
import { noWheelForPython } from './no-wheel-for-python.ts';
import { pythonNotInFlavour } from './python-not-in-flavour.ts';
import { releaseOlderThanFile } from './release-older-than-file.ts';
import type { Rule } from './rule.ts';

const RULES: readonly Rule[] = [
  formatNotLoaded,
  releaseOlderThanFile,
  baseOfAnotherFlavour,
  frameworkNotOnAlpine,
  companionNotOnAlpine,
  noCudaBuild,
  noCudaBuildForPlatform,
  imageOfAnotherFramework,
  baseHasAnotherPython,
  cudaOfBaseImage,
  pythonNotInFlavour,
  noWheelForPython,
  noCommonPython,
];

/**
 * Why a combination cannot work, or null where nothing known speaks against it.
 * Answers that are still open (undefined) are not checked, nor is a release that the catalog does
 * not know: the person decides. The flags of the refusal are not tried yet (suggest-flags.ts).
 */
export function refuse(wish: Wish): Refusal | null {
  if (!wish.framework) return null;
  const entry = frameworkEntry(wish.framework);
  const release = wish.frameworkVersion
    ? knownRelease(entry, wish.frameworkVersion, wish.os)
    : undefined;
  for (const rule of RULES) {
    const refusal = rule(wish, entry, release);
    if (refusal) return refusal;
  }
  return null;
}
