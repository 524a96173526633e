/** Refuses: a framework, release or flavour without a CUDA build. */
import { readTag } from '../base.ts';
import { defaultRelease } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const noCudaBuild: Rule = (wish, entry, release) => {
  if (wish.accelerator !== 'cuda') return null;
  if (wish.os === 'alpine') {
    return {
      reason: 'CUDA has no build for the musl C library of Alpine',
      instead: ['--os debian'],
    };
  }
  if (entry.noCuda) {
    const baseCuda = entry.takesCudaOfBase && wish.baseImage && readTag(wish.baseImage).cuda;
    return baseCuda ? null : { reason: entry.noCuda, instead: ['--accelerator cpu'] };
  }
  if (release && !release.cuda) {
    const other = defaultRelease({ ...wish, frameworkVersion: null });
    return {
      reason: `${entry.title} ${release.version} has no CUDA build that installs`,
      instead: [...(other ? [`--framework-version ${other.version}`] : []), '--accelerator cpu'],
    };
  }
  return null;
};
