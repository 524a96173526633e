/** `.ml-image/manifest.json`: what was rendered and copied last, without clock or generator version. */

import { UserError } from '../core/errors.ts';
import {
  byPath,
  type ManifestEntry,
  type ManifestFile,
  type ModelFile,
} from '../core/folder-state.ts';
import { MANIFEST } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { jsonText, shownPath } from '../core/text.ts';
import { hashOfText } from './fingerprint.ts';
import { leadsIntoGit } from './git-names.ts';
import { whyNotInside } from './paths.ts';

export interface Manifest {
  version: 1;
  files: ManifestFile[];
  model: ModelFile[];
}

const HASH = /^[0-9a-f]{64}$/;

/** The entry as the manifest holds it. */
export function hashEntry({ id, path, mode, gone, ...of }: ManifestEntry): ManifestFile {
  const sha256 = 'text' in of ? hashOfText(of.text) : of.sha256;
  return { id, path, mode, sha256, ...(gone ? { gone } : {}) };
}

/** The manifest as text: sorted, so that equal folders have equal manifests. */
export function formatManifest(files: ManifestEntry[], model: ModelFile[]): string {
  const sorted = {
    version: 1,
    files: files.toSorted(byPath).map(hashEntry),
    model: model.toSorted(byPath).map(({ path, size, sample }) => ({ path, size, sample })),
  };
  return `${jsonText(sorted, 2)}\n`;
}

/**
 * Reads a manifest; it may have been changed by anyone, so everything in it is checked.
 * @throws UserError where it is damaged, made by a newer generator, or names a path outside the folder
 */
export function parseManifest(text: string): Manifest {
  const data = parseJson(text);
  if (!isRecord(data) || !Array.isArray(data.files) || !Array.isArray(data.model))
    throw damagedError();
  if (typeof data.version === 'number' && data.version > 1)
    throw new UserError(
      `${MANIFEST} has version ${data.version}, and this generator knows only 1`,
      { hint: 'update generator-ml-image' },
    );
  if (data.version !== 1) throw damagedError('"version" is not 1');
  const manifest: Manifest = {
    version: 1,
    files: data.files.map(fileEntry),
    // A cloned model may have come with its `.git`: that is not managed, and is left alone.
    model: data.model.map(modelEntry).filter(({ path }) => !leadsIntoGit(path)),
  };
  assertDistinct(manifest.files.map((file) => file.id));
  assertDistinct([...manifest.files, ...manifest.model].map((file) => file.path));
  // Where a disk takes both for one file, the second would replace the first.
  assertDistinct(manifest.files.map((file) => file.path.toLowerCase()));
  return manifest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw damagedError('it is not JSON');
  }
}

function fileEntry(entry: unknown): ManifestFile {
  if (!isRecord(entry)) throw damagedError();
  const { id, path, mode, sha256, gone } = entry;
  const holds =
    typeof id === 'string' &&
    typeof path === 'string' &&
    (mode === '644' || mode === '755') &&
    typeof sha256 === 'string' &&
    HASH.test(sha256) &&
    (gone === undefined || gone === true);
  if (!holds) throw damagedError(`an entry of "files" is not one`);
  assertInside(path);
  return { id, path, mode, sha256, ...(gone ? { gone } : {}) };
}

function modelEntry(entry: unknown): ModelFile {
  if (!isRecord(entry)) throw damagedError();
  const { path, size, sample } = entry;
  const holds =
    typeof path === 'string' &&
    Number.isSafeInteger(size) &&
    typeof sample === 'string' &&
    HASH.test(sample);
  if (!holds) throw damagedError(`an entry of "model" is not one`);
  if (leadsIntoGit(path) && path.startsWith('model/') && !path.split('/').includes('..'))
    return { path, size: size as number, sample };
  assertInside(path);
  if (!path.startsWith('model/'))
    throw new UserError(
      `${MANIFEST} names ${shownPath(path)} as a model file, which is not in model/`,
    );
  return { path, size: size as number, sample };
}

function assertInside(path: string): void {
  const why = whyNotInside(path);
  if (why)
    throw new UserError(
      `${MANIFEST} names ${shownPath(path)}, which may not be written (${why}): take the manifest back from version control`,
    );
}

function assertDistinct(names: string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw damagedError(`it names ${shownPath(twice)} twice`);
}

/** The error of a manifest that cannot be read. */
export function damagedError(how = 'a part is missing'): UserError {
  return new UserError(
    `${MANIFEST} is damaged (${how}): take it back from version control, or delete it to merge without a base`,
  );
}
