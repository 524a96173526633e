/** Refuses: a python image of another Python: it has the one of its tag. */
import { readTag } from '../base.ts';
import type { Rule } from './rule.ts';

export const baseHasAnotherPython: Rule = (wish) => {
  if (!wish.python || !wish.baseImage) return null;
  const { python } = readTag(wish.baseImage);
  if (!python || python === wish.python) return null;
  return {
    reason: `base image ${wish.baseImage} has Python ${python}, not ${wish.python}`,
    instead: [`--python ${python}`, 'leave --python out'],
  };
};
