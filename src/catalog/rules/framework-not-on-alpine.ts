/** Refuses: a framework that has no build for the C library of Alpine. */
import { readTag } from '../base.ts';
import { findRelease } from '../data/frameworks.ts';
import type { Rule } from './rule.ts';

export const frameworkNotOnAlpine: Rule = (wish, entry) => {
  if (wish.os !== 'alpine' || !entry.noAlpine) return null;
  const { apk } = entry;
  if (!apk) {
    // A given Alpine stays one under every --os.
    const instead = wish.baseImage ? ['another --base-image'] : ['--os debian'];
    return { reason: entry.noAlpine, instead };
  }
  const has = `${entry.noAlpine}; Alpine itself has ${entry.title} ${apk.release.version} as ${apk.name}`;
  if (wish.frameworkVersion && !findRelease(entry, wish.frameworkVersion, 'alpine')) {
    return {
      reason: `${has}, not ${wish.frameworkVersion}`,
      instead: [`--framework-version ${apk.release.version}`, '--os debian'],
    };
  }
  // The Python of a python image does not see what apk installs.
  if (wish.baseImage && readTag(wish.baseImage).python) {
    return {
      reason: `${has}, for its own Python, not for that of ${wish.baseImage}`,
      instead: ['--base-image none', '--os debian'],
    };
  }
  return null;
};
