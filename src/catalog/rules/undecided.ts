/** Refuses: answers that are left open where nothing else decides them. */

import type { Config } from '../../core/answers.ts';
import type { Refusal } from '../../core/types.ts';
import { frameworkImage } from '../base.ts';
import { frameworkEntry } from '../data/frameworks.ts';
import type { Wish } from '../data/types.ts';
import { defaultPython, defaultRelease } from '../defaults.ts';
import { runsOnLiteRuntime } from '../needs.ts';

/**
 * Whether an image installs its framework, and so needs to know which release; none for `custom`, for
 * a base image with the framework, and for the TensorFlow Lite runtime.
 */
export function wantsRelease({ framework, baseImage, model }: Config): boolean {
  if (framework === 'custom' || runsOnLiteRuntime(framework, model?.format ?? null)) return false;
  return baseImage === null || frameworkImage(baseImage) === null;
}

/** Why a config cannot stay as open as it is, or null where nothing is missing. */
export function refuseUndecided(config: Config, wish: Wish): Refusal | null {
  if (config.python === null && config.baseImage === null) {
    const python = defaultPython(wish);
    return {
      reason: 'no Python is named, and there is no base image that brings one',
      instead: python ? [`--python ${python}`] : [],
    };
  }
  if (config.frameworkVersion === null && wantsRelease(config)) {
    const release = defaultRelease(wish);
    return {
      reason: `no release of ${frameworkEntry(config.framework).title} is named, and there is no base image that brings one`,
      instead: release ? [`--framework-version ${release.version}`] : [],
    };
  }
  return null;
}
