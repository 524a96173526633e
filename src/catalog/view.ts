/** The catalog as the questions see it. */

import type { Accelerator, OsFlavour } from '../core/answers.ts';
import type { Framework, ModelFormat } from '../core/model-facts.ts';
import type { Refusal } from '../core/types.ts';
import { compareVersions } from '../packages/version.ts';
import { readTag } from './base.ts';
import { BASE_IMAGES } from './data/base-images.ts';
import { frameworkEntry, offeredFrameworks } from './data/frameworks.ts';
import { foreignSystemName } from './data/system-packages.ts';
import type { Wish } from './data/types.ts';
import { defaultPython, defaultRelease } from './defaults.ts';
import { runsOnLiteRuntime } from './needs.ts';
import { parseReference } from './reference.ts';
import { refuse } from './rules/refuse.ts';
import { suggestFlags } from './suggest-flags.ts';

/** Look-ups over the catalog's data, as plain functions of the answers so far. */
export const view = {
  frameworks: () =>
    offeredFrameworks().map(({ framework, title }) => ({ value: framework, title })),
  releases: (framework: Framework) => frameworkEntry(framework).releases.map((r) => r.version),
  pythons: (os: OsFlavour) => Object.keys(BASE_IMAGES[os].byPython),
  refuse: (wish: WishLike) => refuse(wish),
  suggest: (wish: WishLike, refusal: Refusal) => suggestFlags(wish, refusal),
  newestRelease: (wish: WishLike) => defaultRelease(wish)?.version ?? null,
  needsExactRelease: (framework: Framework, format: ModelFormat) =>
    frameworkEntry(framework).exactFormats?.includes(format) ?? false,
  runsOnLiteRuntime,
  bestPython: (wish: WishLike) => defaultPython(wish),
  readTag,
  parseReference,
  compareVersions,
  foreignSystemName,
};

interface WishLike extends Wish {
  framework?: Framework;
  os?: OsFlavour;
  accelerator?: Accelerator;
}
