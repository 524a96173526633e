/** The table of frameworks: one row each, in the order in which they are offered. */

import type { OsFlavour } from '../../core/answers.ts';
import type { Framework } from '../../core/model-facts.ts';
import { minor } from '../../packages/version.ts';
import { jax } from './jax.ts';
import { lightgbm } from './lightgbm.ts';
import { onnxruntime } from './onnxruntime.ts';
import { pytorch } from './pytorch.ts';
import { scikitLearn } from './scikit-learn.ts';
import { tensorflow } from './tensorflow.ts';
import type { FrameworkEntry, Release } from './types.ts';
import { xgboost } from './xgboost.ts';

/** No framework of ours: the person's requirements and the person's model.py do the work. */
export const custom: FrameworkEntry = {
  framework: 'custom',
  title: 'custom',
  source: { url: 'https://pypi.org/project/numpy/', checked: '2026-11-23' },
  releases: [],
  unknownRelease: null,
  formats: [],
  noCuda: 'without a framework there are no CUDA wheels to install',
  takesCudaOfBase: true,
  apt: [],
  environment: {},
  trims: [],
};

const ENTRIES: FrameworkEntry[] = [
  tensorflow,
  pytorch,
  onnxruntime,
  scikitLearn,
  xgboost,
  lightgbm,
  jax,
  custom,
];

/** The frameworks of the catalog, in the order in which they are offered. */
export function offeredFrameworks(): FrameworkEntry[] {
  return ENTRIES;
}

/** The catalog's entry of a framework; throws where a framework has no row, which a test excludes. */
export function frameworkEntry(framework: Framework): FrameworkEntry {
  const entry = ENTRIES.find((row) => row.framework === framework);
  if (!entry) throw new Error(`the catalog has no row for ${framework}`);
  return entry;
}

/** The releases of a framework on an OS flavour, newest first; on Alpine the one that apk has. */
export function releasesOn(entry: FrameworkEntry, os: OsFlavour | undefined): Release[] {
  return os === 'alpine' && entry.apk ? [entry.apk.release] : entry.releases;
}

/** The release that a version names: exactly, or by its minor version (`2.21` gives 2.21.0). */
export function findRelease(
  entry: FrameworkEntry,
  version: string,
  os: OsFlavour | undefined,
): Release | undefined {
  const releases = releasesOn(entry, os);
  return (
    releases.find((release) => release.version === version) ??
    (version.split('.').length === 2
      ? releases.find((release) => minor(release.version) === version)
      : undefined)
  );
}

/**
 * The same, or a release that is not offered and whose wheels are known all the same: that of a file that
 * needs just this one.
 */
export function knownRelease(
  entry: FrameworkEntry,
  version: string,
  os: OsFlavour | undefined,
): Release | undefined {
  const found = findRelease(entry, version, os);
  if (found || os === 'alpine') return found;
  const other = entry.unknownRelease?.(version);
  return other && other.python.length > 0 ? other : undefined;
}

/**
 * A version as the catalog writes the release that it names: `2.21` gives `2.21.0`. One that names none
 * stays as it is given.
 */
export function wholeVersion(framework: Framework, version: string, os: OsFlavour): string {
  return findRelease(frameworkEntry(framework), version, os)?.version ?? version;
}
