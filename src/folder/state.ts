/** Reads what a merge needs to know of the folder: the bases and what is on disk now. */
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Base, CurrentFile, ManifestFile, State } from '../core/folder-state.ts';
import { BASE, MANIFEST } from '../core/layout.ts';
import type { RenderedFile } from '../core/types.ts';
import { codeOf, type Disk, explainReadError, realDisk, statsAt } from './disk.ts';
import { hashOfText } from './fingerprint.ts';
import { damagedError, parseManifest } from './manifest.ts';
import { placeOf, whyNotInside } from './paths.ts';

/** Bytes. No rendered file is larger, even edited; a larger one is not read. */
const LARGEST_TEXT = 16 << 20;
/** A file as it will be rendered; the text where it is known already. */
type Next = Pick<RenderedFile, 'path'> & Partial<RenderedFile>;

/**
 * Reads the manifest, the bases and the files at their paths and at those of `next`. Writes nothing.
 * @param root the image folder; it need not exist yet
 * @throws UserError where the manifest is damaged or names a path outside, a folder on the way is a link, or
 * something cannot be read
 */
export function readState(root: string, next: readonly Next[], disk: Disk = realDisk): State {
  try {
    return stateOf(disk, root, next);
  } catch (error) {
    throw explainReadError(error);
  }
}

function stateOf(disk: Disk, root: string, next: readonly Next[]): State {
  const base = readBase(disk, root, next);
  // Fifty files lie in a few folders: each is looked at once in this one reading.
  const real = new Set<string>();
  const at = (path: string) => look(disk, placeOf(disk, root, path, undefined, real));
  const paths = new Set([...base.files, ...next].map((file) => file.path));
  const current: Record<string, CurrentFile> = Object.create(null);
  const unmerged = next.filter(({ kind, vendored }) => kind === 'binary' || vendored);
  const texts = new Map(unmerged.map(({ path, text }) => [path, text]));
  const mayGoBeside = (found: CurrentFile, path: string) =>
    texts.has(path) && !(found.kind === 'file' && found.text === texts.get(path));
  for (const path of paths) {
    const found = at(path);
    current[path] = found;
    const merges = found.kind === 'absent' || (found.kind === 'file' && found.text !== null);
    if (!merges || mayGoBeside(found, path)) current[`${path}.new`] = at(`${path}.new`);
  }
  return { base, current };
}

/**
 * The manifest and its bases; empty where the folder has none.
 * @param next the rendered files: a base with the text of one of them is right without its hash, so that
 * a folder in step is read without hashing
 */
export function readBase(disk: Disk, root: string, next: readonly Next[] = []): Base {
  const manifest = look(disk, placeOf(disk, root, MANIFEST));
  if (manifest.kind === 'absent') return { manifest: null, files: [], model: [] };
  if (manifest.kind !== 'file') throw noManifest(manifest.kind);
  if (manifest.text === null) throw damagedError('it is not text');
  const { files, model } = parseManifest(manifest.text);
  const real = new Set<string>();
  const known = new Map(next.map(({ path, text }) => [path, text]));
  const textOf = (file: ManifestFile) => {
    const text = readText(disk, placeOf(disk, root, `${BASE}/${file.path}`, undefined, real));
    if (text === null || text === known.get(file.path)) return text;
    return hashOfText(text) === file.sha256 ? text.replaceAll('\r\n', '\n') : null;
  };
  return {
    manifest: manifest.text,
    files: files.map((file) => ({ ...file, text: textOf(file) })),
    model,
  };
}

/**
 * The first path at which the folder is not what was read of it; null: it is the same. The manifest changes
 * with every run that writes.
 * @throws UserError as readState
 */
export function changedSince(root: string, read: State, disk: Disk = realDisk): string | null {
  const manifest = look(disk, placeOf(disk, root, MANIFEST));
  if ((manifest.kind === 'file' ? manifest.text : null) !== (read.base.manifest ?? null))
    return MANIFEST;
  const real = new Set<string>();
  const isSame = ([path, was]: [string, CurrentFile]) => {
    const now = look(disk, placeOf(disk, root, path, undefined, real));
    return JSON.stringify(now) === JSON.stringify(was);
  };
  return Object.entries(read.current).find((entry) => !isSame(entry))?.[0] ?? null;
}

/** The error of a manifest that is no file. Without a manifest every file would count as the user's. */
function noManifest(kind: 'symlink' | 'directory' | 'special'): UserError {
  const what = { symlink: 'a symbolic link', directory: 'a folder', special: 'no file' }[kind];
  return new UserError(`${MANIFEST} is ${what}`, {
    hint: 'put the real file there, or remove it to merge without a base',
  });
}

/** The text of a file; null where there is none. */
function readText(disk: Disk, path: string): string | null {
  const found = look(disk, path);
  return found.kind === 'file' ? found.text : null;
}

/**
 * What is at an absolute path; a link is reported, never followed.
 * @throws UserError where it is not permitted to be read
 */
export function look(disk: Disk, path: string): CurrentFile {
  try {
    return lookUp(disk, path);
  } catch (error) {
    // Deleted since its stats were read.
    if (codeOf(error) === 'ENOENT') return { kind: 'absent' };
    throw explainReadError(error, path);
  }
}

function lookUp(disk: Disk, path: string): CurrentFile {
  const stats = statsAt(disk, path);
  if (!stats) return { kind: 'absent' };
  if (stats.isSymbolicLink()) return { kind: 'symlink' };
  if (stats.isDirectory()) return { kind: 'directory' };
  if (!stats.isFile()) return { kind: 'special' };
  const text = stats.size <= LARGEST_TEXT ? textAt(disk, path) : null;
  return { kind: 'file', mode: stats.mode & 0o7777, text };
}

/** The text of a file; null where its bytes are no UTF-8, or a NUL is among them. */
function textAt(disk: Disk, path: string): string | null {
  const text = disk.readFileSync(path, 'utf8');
  if (text.includes('\0')) return null;
  // Invalid UTF-8 is read as this character, which may also be in the file itself.
  return text.includes('\uFFFD') && !isUtf8(disk.readFileSync(path)) ? null : text;
}

/** Whether a folder holds a manifest, that is: was made by this generator. */
export function hasManifest(disk: Disk, root: string): boolean {
  return statsAt(disk, join(root, MANIFEST)) !== undefined;
}

/**
 * The text of a folder's file, or null where there is no text file.
 * @param path relative to the folder
 * @throws UserError where it cannot be read
 */
export function readFolderText(root: string, path: string): string | null {
  const found = look(realDisk, join(root, path));
  return found.kind === 'file' ? found.text : null;
}

/** The missing ones of paths relative to the folder; one that leads out of it is left out. */
export function missingIn(root: string, paths: readonly string[], disk: Disk = realDisk): string[] {
  return paths.filter((path) => whyNotInside(path) === null && !statsAt(disk, join(root, path)));
}

/** Whether something can be reached at an absolute path, links followed. */
export function isThere(path: string, disk: Disk = realDisk): boolean {
  try {
    return disk.statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
