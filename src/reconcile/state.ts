/** Reads what a merge needs to know of the folder: the bases and what stands on disk now. */
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { type Disk, realDisk, standing } from './disk.ts';
import { hashOfText } from './fingerprint.ts';
import { type ManifestFile, type ModelFile, parseManifest } from './manifest.ts';
import { BASE, MANIFEST, placeOf } from './paths.ts';

/** A larger file is none that we rendered and a person edited; it is not read. */
const LARGEST_TEXT = 16 << 20;

/** A file as last rendered; `text` is null where it is missing or not what the manifest says. */
export interface BaseFile extends ManifestFile {
  text: string | null;
}

export interface Base {
  files: BaseFile[];
  model: ModelFile[];
}

/** What stands at a path. A file that holds no UTF-8 text (or a NUL) has `text: null`. */
export type CurrentFile =
  | { kind: 'absent' }
  | { kind: 'file'; mode: number; text: string | null }
  | { kind: 'symlink' | 'directory' | 'special' };

export interface State {
  base: Base;
  /** By path: the managed files, those that will be, and `<path>.new` of both. */
  current: Record<string, CurrentFile>;
}

/**
 * Reads the manifest, the bases and the files at their paths and at `nextPaths`. Writes nothing.
 * @param root the image folder; it need not exist yet
 * @throws UserError where the manifest is damaged or names a path outside, or a folder on the way is a link
 */
export function readState(
  root: string,
  nextPaths: readonly string[],
  disk: Disk = realDisk,
): State {
  const base = readBase(disk, root);
  // Fifty files lie in a few folders: each is looked at once in this one reading.
  const real = new Set<string>();
  const at = (path: string) => look(disk, placeOf(disk, root, path, undefined, real));
  const paths = new Set([...base.files.map((file) => file.path), ...nextPaths]);
  const current: Record<string, CurrentFile> = Object.create(null);
  for (const path of paths) {
    current[path] = at(path);
    current[`${path}.new`] = at(`${path}.new`);
  }
  return { base, current };
}

/** The manifest and its bases; empty where the folder has none. */
export function readBase(disk: Disk, root: string): Base {
  const text = readText(disk, placeOf(disk, root, MANIFEST));
  if (text === null) return { files: [], model: [] };
  const { files, model } = parseManifest(text);
  const real = new Set<string>();
  return {
    files: files.map((file) => ({ ...file, text: baseText(disk, root, file, real) })),
    model,
  };
}

function baseText(disk: Disk, root: string, file: ManifestFile, real: Set<string>): string | null {
  const text = readText(disk, placeOf(disk, root, `${BASE}/${file.path}`, undefined, real));
  return text !== null && hashOfText(text) === file.sha256 ? text.replaceAll('\r\n', '\n') : null;
}

/** The text of a file; null where there is none. */
function readText(disk: Disk, path: string): string | null {
  const found = look(disk, path);
  return found.kind === 'file' ? found.text : null;
}

/** What stands at an absolute path; a link is told, never followed. */
export function look(disk: Disk, path: string): CurrentFile {
  const found = standing(disk, path);
  if (!found) return { kind: 'absent' };
  if (found.isSymbolicLink()) return { kind: 'symlink' };
  if (found.isDirectory()) return { kind: 'directory' };
  if (!found.isFile()) return { kind: 'special' };
  const bytes = found.size <= LARGEST_TEXT ? disk.readFileSync(path) : null;
  const text = bytes && isUtf8(bytes) && !bytes.includes(0) ? bytes.toString() : null;
  return { kind: 'file', mode: found.mode & 0o7777, text };
}

/** Whether a folder holds a manifest, that is: was made by this generator. */
export function hasManifest(disk: Disk, root: string): boolean {
  return standing(disk, join(root, MANIFEST)) !== undefined;
}
