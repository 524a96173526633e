/** Combinations that cannot work, each with the reason and the nearest one that does. */
import type { Refusal } from '../../core/types.ts';
import { compareVersions } from '../../packages/version.ts';
import { pythonsOf, readTag } from '../base.ts';
import { findRelease, frameworkEntry, offeredFrameworks } from '../data/frameworks.ts';
import { isBuiltFor, PLATFORM_OF, type Wish } from '../data/types.ts';
import { defaultPython, defaultRelease } from '../defaults.ts';
import { distributionOf, frameworkBound } from '../needs.ts';
import {
  baseHasCudaOnce,
  baseHasPython,
  baseMatchesFlavour,
  ownImageIsSound,
  type Rule,
} from './base-image.ts';

const OS_TITLE = { debian: 'Debian', ubuntu: 'Ubuntu', alpine: 'Alpine' };

const formatFits: Rule = (wish, entry) => {
  const { format } = wish;
  if (!format || entry.framework === 'custom' || entry.formats.includes(format)) return null;
  const right = offeredFrameworks().find((row) => row.formats.includes(format));
  // JAX has no file format of its own, and an unknown file may be anything.
  if (!right || entry.formats.length === 0) return null;
  return {
    reason: `the model is a ${format} file, which ${entry.title} does not load`,
    instead: [`--framework ${right.framework}`, '--framework custom'],
  };
};

const releaseReadsFile: Rule = (wish, entry) => {
  const bound = frameworkBound(wish.needs ?? [], entry.framework);
  const { frameworkVersion } = wish;
  if (bound?.operator !== '>=' || !frameworkVersion) return null;
  if (compareVersions(frameworkVersion, bound.version) >= 0) return null;
  const better = defaultRelease({ ...wish, frameworkVersion: null });
  return {
    reason: `the model needs ${entry.title} ${bound.version} or later (${bound.why}), not ${frameworkVersion}`,
    instead: [`--framework-version ${better?.version ?? bound.version}`],
  };
};

const alpineHasIt: Rule = (wish, entry) => {
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
  // A python image has a Python of its own, which does not see what apk installs.
  if (wish.baseImage && readTag(wish.baseImage).python) {
    return {
      reason: `${has}, for its own Python, not for that of ${wish.baseImage}`,
      instead: ['--base-image none', '--os debian'],
    };
  }
  return null;
};

const alpineHasBeside: Rule = (wish) => {
  if (wish.os !== 'alpine') return null;
  const rows = (wish.needs ?? []).flatMap((need) =>
    offeredFrameworks().filter(
      ({ framework, noAlpine, apk }) =>
        need.kind === 'package' && need.name === distributionOf(framework) && noAlpine && !apk,
    ),
  );
  const reason = rows[0]?.noAlpine;
  if (!reason) return null;
  return {
    reason: `${reason}, and the model file asks for it`,
    instead: wish.baseImage ? ['another --base-image'] : ['--os debian'],
  };
};

const cudaHasIt: Rule = (wish, entry, release) => {
  if (wish.accelerator !== 'cuda') return null;
  if (wish.os === 'alpine') {
    return {
      reason: 'CUDA has no build for the musl C library of Alpine',
      instead: ['--os debian'],
    };
  }
  if (entry.noCuda) {
    const own = entry.takesCudaOfBase && wish.baseImage && readTag(wish.baseImage).cuda;
    return own ? null : { reason: entry.noCuda, instead: ['--accelerator cpu'] };
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

const platformHasIt: Rule = (wish, entry, release) => {
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

const pythonHasWheel: Rule = (wish, entry, release) => {
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

const flavourHasPython: Rule = (wish) => {
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

const flavourHasAnyPython: Rule = (wish, entry, release) => {
  if (wish.python || wish.baseImage || !wish.os || !release) return null;
  if (defaultPython({ ...wish, frameworkVersion: release.version })) return null;
  return {
    reason: `${OS_TITLE[wish.os]} has Python ${pythonsOf(wish).join(', ')}, ${entry.title} ${release.version} wants ${release.python.join(', ')}`,
    instead: ['--os debian'],
  };
};

const RULES: Rule[] = [
  formatFits,
  releaseReadsFile,
  baseMatchesFlavour,
  alpineHasIt,
  alpineHasBeside,
  cudaHasIt,
  platformHasIt,
  ownImageIsSound,
  baseHasPython,
  baseHasCudaOnce,
  flavourHasPython,
  pythonHasWheel,
  flavourHasAnyPython,
];

/**
 * Why a combination cannot work, or null where nothing known speaks against it.
 * Answers that are still open (undefined) are not judged; a release that the catalog does not know
 * is not judged either: the person's word stands.
 */
export function refuse(wish: Wish): Refusal | null {
  if (!wish.framework) return null;
  const entry = frameworkEntry(wish.framework);
  const release = wish.frameworkVersion
    ? findRelease(entry, wish.frameworkVersion, wish.os)
    : undefined;
  for (const rule of RULES) {
    const refusal = rule(wish, entry, release);
    if (refusal) return refusal;
  }
  return null;
}
