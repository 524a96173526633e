/** Refuses: a release without a wheel for the Python. */
import { readTag } from '../base.ts';
import { defaultPython, defaultRelease } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const noWheelForPython: Rule = (wish, entry, release) => {
  const python = wish.python ?? (wish.baseImage ? readTag(wish.baseImage).python : null);
  if (!python || !release || release.python.length === 0) return null;
  if (release.python.includes(python)) return null;
  const other = defaultRelease({ ...wish, python, frameworkVersion: null });
  const better = defaultPython({ ...wish, python: null, frameworkVersion: release.version });
  const instead: string[] = [];
  if (better && !wish.baseImage) instead.push(`--python ${better}`);
  if (other && other.version !== release.version) {
    instead.push(`--framework-version ${other.version}`);
  }
  return {
    reason: `${entry.title} ${release.version} has no wheel for Python ${python} (it has ${release.python.join(', ')})`,
    instead,
  };
};
