/** Refuses: a CUDA build that is not there for the platform. */
import { isBuiltFor, PLATFORM_OF } from '../data/types.ts';
import { defaultRelease } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const noCudaBuildForPlatform: Rule = (wish, entry, release) => {
  if (!wish.platform || wish.accelerator !== 'cuda') return null;
  const sets = (release ? [release] : entry.releases).flatMap(({ cuda }) => cuda ?? []);
  if (sets.length === 0 || sets.some((set) => isBuiltFor(set, wish.platform))) return null;
  const other = defaultRelease({ ...wish, frameworkVersion: null });
  const title = `${entry.title}${release ? ` ${release.version}` : ''}`;
  const has = (sets[0]?.architectures ?? []).map((each) => PLATFORM_OF[each]);
  return {
    reason: `${title} with CUDA has no build for ${wish.platform} (it has ${has.join(', ')})`,
    instead: [
      ...(other ? [`--framework-version ${other.version}`] : []),
      '--accelerator cpu',
      ...has.map((platform) => `--platform ${platform}`),
    ],
  };
};
