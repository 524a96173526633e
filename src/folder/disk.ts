/** The file system calls of this room, passed as an object so that tests can let any call fail. */
import type * as fs from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../core/errors.ts';
import { shownPath } from '../core/text.ts';

/** All calls are synchronous: nothing else runs between two steps of a commit. */
export type Disk = Pick<
  typeof fs,
  | 'accessSync'
  | 'closeSync'
  | 'copyFileSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readSync'
  | 'readdirSync'
  | 'readlinkSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmSync'
  | 'rmdirSync'
  | 'statSync'
  | 'statfsSync'
  | 'symlinkSync'
  | 'unlinkSync'
  | 'writeSync'
>;

/** Not imported as a namespace, which the build would copy at every start. */
export const realDisk: Disk = process.getBuiltinModule('node:fs');

/** What each error code means to a person. */
const MEANINGS: Record<string, string> = {
  EACCES: 'no permission to write there',
  EBUSY: 'it is in use',
  EDQUOT: 'your disk quota is used up',
  EIO: 'the disk reported an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'a folder on the way is gone',
  ENOSPC: 'the disk is full',
  ENOTEMPTY: 'other files came into it meanwhile',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is mounted read-only',
};

/**
 * The error of a failed write as one line for a person; a UserError stays as it is.
 * @param outcome what state the folder is in now
 */
export function explainError(error: unknown, outcome: string): unknown {
  const code = codeOf(error);
  if (!code || !(error instanceof Error)) return error;
  const { path, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  const written = whatIsWritten(path, dest);
  const where = written ? ` ${shownPath(written)}` : '';
  const verb = READING.test(syscall ?? '') ? 'read' : 'write';
  return new UserError(`cannot ${verb}${where}: ${meaning(code, error, verb)}`, {
    hint: `${outcome}`,
  });
}

/**
 * The error of a failed read as one line for a person; any other error stays as it is.
 * @param path what was read, where the error does not say
 */
export function explainReadError(error: unknown, path?: string): unknown {
  const code = codeOf(error);
  if (!code || !(error instanceof Error)) return error;
  const where = (error as NodeJS.ErrnoException).path ?? path;
  return new UserError(
    `cannot read${where ? ` ${shownPath(where)}` : ''}: ${meaning(code, error, 'read')}`,
  );
}

/** System calls that only look. */
const READING = /^(lstat|stat|read|readlink|scandir|realpath)$/;

function meaning(code: string, error: Error, verb: 'read' | 'write'): string | undefined {
  if (verb === 'read' && (code === 'EACCES' || code === 'EPERM')) return 'no permission';
  return MEANINGS[code] ?? error.message.split('\n')[0];
}

/**
 * Of two paths the second is written; of a symbolic link the first is only its text. For a file that is
 * moved into a run's folder, the path that it leaves is named.
 */
function whatIsWritten(path: string | undefined, dest: string | undefined): string | undefined {
  if (dest === undefined) return path;
  return /[\\/]\.ml-image[\\/]run[\\/]/.test(dest) ? (path ?? dest) : dest;
}

/** The code of a system error, such as `ENOSPC`; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** The stats of a path, links not followed; undefined if nothing is there, or a parent is a file. */
export function statsAt(disk: Disk, path: string): fs.Stats | undefined {
  try {
    return disk.lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Does something to a file or folder; that it is missing is no error. */
export function unlessMissing(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** How a new file is written besides its text. */
export interface WriteOptions {
  /** Permission bits; of a new file those that the umask leaves. */
  mode: number;
  /** Whether the data must be on the disk before this returns. */
  durable?: boolean;
  /** A file that this one will replace: the bits are then exact, and its owner is kept where that is allowed. */
  replaces?: fs.Stats | undefined;
}

/** Writes a new file whole; there must be none at its path. */
export function writeWhole(
  disk: Disk,
  path: string,
  text: string,
  { mode, durable = false, replaces }: WriteOptions,
): void {
  const file = disk.openSync(path, 'wx', mode);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += disk.writeSync(file, bytes, at);
    if (replaces) {
      keepOwner(disk, file, replaces);
      disk.fchmodSync(file, mode);
    }
    if (durable) disk.fsyncSync(file);
  } catch (error) {
    throw addPath(error, path);
  } finally {
    disk.closeSync(file);
  }
}

/** Adds the path to the error of a call on an open file, which does not name it. */
export function addPath(error: unknown, path: string): unknown {
  return codeOf(error) ? Object.assign(error as Error, { path }) : error;
}

/** Keeps the owner of a file that is replaced under sudo. */
function keepOwner(disk: Disk, file: number, { uid, gid }: fs.Stats): void {
  if (process.getuid?.() === uid && process.getgid?.() === gid) return;
  try {
    disk.fchownSync(file, uid, gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/**
 * Makes a folder and the folders above it that are missing. `mkdirSync` with `recursive` never ends where a
 * folder that is there takes in no other and says ENOENT, as /proc does, and a home that autofs has not mounted.
 * @returns the topmost that was made; undefined: all were there
 * @throws what the file system throws
 */
export function makeFolders(disk: Disk, path: string, mode = 0o777): string | undefined {
  if (isFolder(disk, path)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : makeFolders(disk, above, mode);
  try {
    disk.mkdirSync(path, { mode });
  } catch (error) {
    // Another program may have made it in between.
    if (codeOf(error) !== 'EEXIST' || !isFolder(disk, path)) throw error;
    return first;
  }
  return first ?? path;
}

/** Whether a folder, or a link to one, is there. */
function isFolder(disk: Disk, path: string): boolean {
  let found = false;
  unlessMissing(() => {
    found = disk.statSync(path).isDirectory();
  });
  return found;
}
