/** Refuses: a release that is older or newer than the model file needs. */
import { compareVersions } from '../../packages/version.ts';
import { defaultRelease } from '../defaults.ts';
import { frameworkBound } from '../needs.ts';
import type { Rule } from './rule.ts';

export const releaseOlderThanFile: Rule = (wish, entry) => {
  const bound = frameworkBound(wish.needs ?? [], entry.framework);
  const { frameworkVersion } = wish;
  if (!bound || bound.operator === '==' || !frameworkVersion) return null;
  const isOlder = compareVersions(frameworkVersion, bound.version) < 0;
  if (isOlder === (bound.operator === '<')) return null;
  const better = defaultRelease({ ...wish, frameworkVersion: null });
  return {
    reason: `the model needs ${entry.title} ${bound.operator === '<' ? `before ${bound.version}` : `${bound.version} or later`} (${bound.why}), not ${frameworkVersion}`,
    instead: [`--framework-version ${better?.version ?? bound.version}`],
  };
};
