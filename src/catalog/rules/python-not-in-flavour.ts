/** Refuses: a Python that the flavour does not have. */
import { pythonsOf } from '../base.ts';
import { OS_TITLE } from '../data/base-images.ts';
import { defaultPython } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const pythonNotInFlavour: Rule = (wish) => {
  if (!wish.python || wish.baseImage || !wish.os) return null;
  const pythons = pythonsOf(wish);
  if (pythons.includes(wish.python)) return null;
  const better = defaultPython({ ...wish, python: null });
  const instead = better ? [`--python ${better}`] : [];
  if (wish.os !== 'debian' && pythonsOf({ os: 'debian' }).includes(wish.python)) {
    instead.push('--os debian');
  }
  return {
    reason: `${OS_TITLE[wish.os]} has no Python ${wish.python} (it has ${pythons.join(', ')})`,
    instead,
  };
};
