/** Refuses: a base image of another flavour: Alpine and the others do not share a package manager. */
import { readTag } from '../base.ts';
import type { Rule } from './rule.ts';

export const baseOfAnotherFlavour: Rule = (wish) => {
  if (!wish.baseImage || !wish.os) return null;
  const { alpine } = readTag(wish.baseImage);
  if (alpine === (wish.os === 'alpine') || (!alpine && wish.os !== 'alpine')) return null;
  return alpine
    ? { reason: `base image ${wish.baseImage} is an Alpine`, instead: ['--os alpine'] }
    : { reason: `base image ${wish.baseImage} is not Alpine`, instead: ['--os debian'] };
};
