/** Refuses: a flavour none of whose Pythons has a wheel of the release. */
import { pythonsOf } from '../base.ts';
import { OS_TITLE } from '../data/base-images.ts';
import { defaultPython } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const noCommonPython: Rule = (wish, entry, release) => {
  if (wish.python || wish.baseImage || !wish.os || !release) return null;
  if (defaultPython({ ...wish, frameworkVersion: release.version })) return null;
  return {
    reason: `${OS_TITLE[wish.os]} has Python ${pythonsOf(wish).join(', ')}, ${entry.title} ${release.version} wants ${release.python.join(', ')}`,
    instead: ['--os debian'],
  };
};
