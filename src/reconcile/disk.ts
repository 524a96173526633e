/** The file system as this room uses it, handed in so that tests can let any call fail. */
import * as fs from 'node:fs';
import { UserError } from '../errors.ts';
import { shown } from './shown.ts';

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

export const realDisk: Disk = fs;

/** What each error code means to a person. */
const MEANINGS: Record<string, string> = {
  EACCES: 'no permission to write there',
  EBUSY: 'it is in use',
  EDQUOT: 'your disk quota is used up',
  EIO: 'the disk reported an error',
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
export function explained(error: unknown, outcome: string): unknown {
  const code = codeOf(error);
  if (!code || !(error instanceof Error)) return error;
  // Of two paths the second is written; of a symbolic link the first is only its text.
  const { path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  const where = dest ? ` ${shown(dest)}` : '';
  const why = MEANINGS[code] ?? error.message.split('\n')[0];
  return new UserError(`cannot write${where}: ${why}; ${outcome}`);
}

/** The error of a failed reading as one line for a person; what is no error of the system stays as it is. */
export function explainedReading(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (!code || !(error instanceof Error)) return error;
  const denied = code === 'EACCES' || code === 'EPERM';
  const why = denied ? 'no permission' : (MEANINGS[code] ?? error.message.split('\n')[0]);
  return new UserError(`cannot read ${shown(path)}: ${why}`);
}

/** The code of a system error, such as `ENOSPC`; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** What stands at a path, links not followed; undefined where nothing does, or a folder on the way is a file. */
export function standing(disk: Disk, path: string): fs.Stats | undefined {
  try {
    return disk.lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Does what may find nothing to do: a missing file or folder is no error. */
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
  } finally {
    disk.closeSync(file);
  }
}

/** Under sudo a person's file stays the person's. */
function keepOwner(disk: Disk, file: number, { uid, gid }: fs.Stats): void {
  if (process.getuid?.() === uid && process.getgid?.() === gid) return;
  try {
    disk.fchownSync(file, uid, gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}
