/** Refuses: a flavour none of whose Pythons has a wheel of the release. */

import { compareVersions } from '../../packages/version.ts';
import { pythonsOf } from '../base.ts';
import { OS_TITLE } from '../data/base-images.ts';
import { defaultPython } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const noCommonPython: Rule = (wish, entry, release) => {
  if (wish.python || wish.baseImage || !wish.os || !release) return null;
  if (defaultPython({ ...wish, frameworkVersion: release.version })) return null;
  const oldest = pythonsOf({ ...wish, os: 'debian' }).sort(compareVersions)[0] as string;
  const newest = release.python.at(-1) as string;
  if (compareVersions(newest, oldest) < 0) {
    return {
      reason: `${entry.title} ${release.version} has wheels for Python ${release.python[0]} to ${newest} only, which no base image of the catalog has; save the model again with a newer release`,
      instead: [`--base-image python:${newest}-slim`],
    };
  }
  return {
    reason: `${OS_TITLE[wish.os]} has Python ${pythonsOf(wish).join(', ')}, ${entry.title} ${release.version} wants ${release.python.join(', ')}`,
    instead: ['--os debian'],
  };
};
