/**
 * One run at a time in a folder: `.ml-image/lock` names the process at work. Our own, since npm's usual one,
 * proper-lockfile (4.1.2), knows a dead owner only by the age of a directory that the owner keeps touching:
 * a run that is stopped for a while, or a clock that is set, loses the lock to another run, and a killed run
 * blocks the folder until its lock is old. Here process number and start time tell at once.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { OURS } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { codeOf, type Disk, statsAt, unlessMissing, writeWhole } from './disk.ts';

/** What a system without symbolic links answers. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Who holds a lock. */
interface Holder {
  pid: number;
  host: string;
  /** When the process began, in ticks since the machine did; tells a reused pid. Null where unknown. */
  began: string | null;
}

export interface Lock {
  /** Whether the lock is still this run's; it would not be if someone had removed it by hand. */
  held(): boolean;
  release(): void;
}

/**
 * Takes the lock of a folder whose `.ml-image/` exists. A lock left by a process that is gone is taken over.
 * @throws UserError where another process is at work there
 */
export function takeLock(disk: Disk, root: string): Lock {
  const path = lockPath(root);
  const content = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    began: beganOf(disk, process.pid),
  });
  for (let tries = 0; ; tries++) {
    if (create(disk, path, content)) break;
    const text = contentOf(disk, path);
    if (text === null) continue;
    if (tries > 5 || isAlive(disk, text)) throw atWork(root, text);
    takeAway(disk, path, text);
  }
  const lock = {
    held: () => contentOf(disk, path) === content,
    release: () => {
      if (contentOf(disk, path) === content) disk.unlinkSync(path);
    },
  };
  try {
    // Left by a process that was killed while it took a lock over.
    unlessMissing(() => disk.unlinkSync(`${path}.dead`));
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whether a running process, as far as is known, holds the folder's lock. */
export function isLocked(disk: Disk, root: string): boolean {
  return lockHolder(disk, root) !== null;
}

/**
 * The running holder of the folder's lock, or null. Of a process on another machine (`isHere` is
 * false) it is not known here whether it does.
 */
export function lockHolder(disk: Disk, root: string): { who: string; isHere: boolean } | null {
  const text = contentOf(disk, lockPath(root));
  if (text === null || !isAlive(disk, text)) return null;
  return { who: whoOf(text), isHere: parseHolder(text)?.host === hostname() };
}

/** Whether a lock, or what is left of taking one over, lies in the folder. */
export function hasLock(disk: Disk, root: string): boolean {
  const path = lockPath(root);
  return contentOf(disk, path) !== null || contentOf(disk, `${path}.dead`) !== null;
}

function lockPath(root: string): string {
  return join(root, OURS, 'lock');
}

/**
 * A symbolic link to nothing, whose target is the text: link and content are made in one step.
 * Where the system has no links (exFAT, Windows without the right) it is a file.
 */
function create(disk: Disk, path: string, text: string): boolean {
  try {
    disk.symlinkSync(text, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error;
  }
  try {
    writeWhole(disk, path, text, { mode: 0o644 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(disk: Disk, path: string): string | null {
  try {
    return disk.readlinkSync(path);
  } catch (error) {
    if (codeOf(error) === 'EINVAL') return contentOfFile(disk, path);
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

function contentOfFile(disk: Disk, path: string): string {
  const found = statsAt(disk, path);
  if (found && !found.isFile() && !found.isDirectory())
    throw new UserError(`${shownPath(path)} is not a file, and no run of ml-image leaves that`, {
      hint: 'delete it',
    });
  try {
    return disk.readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'EISDIR') throw error;
    throw new UserError(`${shownPath(path)} is a folder, and no run of ml-image leaves that`, {
      hint: 'delete it',
    });
  }
}

/** Moves a dead process's lock away; if another run has put its own there meanwhile, that goes back. */
function takeAway(disk: Disk, path: string, dead: string): void {
  const aside = `${path}.dead`;
  unlessMissing(() => disk.renameSync(path, aside));
  const moved = contentOf(disk, aside);
  if (moved !== null && moved !== dead) create(disk, path, moved);
  unlessMissing(() => disk.unlinkSync(aside));
}

function isAlive(disk: Disk, text: string): boolean {
  const holder = parseHolder(text);
  if (!holder) return false;
  if (holder.host !== hostname()) return true;
  if (!runs(holder.pid)) return false;
  return holder.began === null || holder.began === beganOf(disk, holder.pid);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)), counted after the name in brackets; null on other systems. */
function beganOf(disk: Disk, pid: number): string | null {
  try {
    const stat = disk.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text);
    return Number.isSafeInteger(pid) && pid > 0 && typeof host === 'string'
      ? { pid, host, began }
      : null;
  } catch {
    return null;
  }
}

function atWork(root: string, text: string): UserError {
  const isHere = parseHolder(text)?.host === hostname();
  const hint = `wait until it ends (if it has ended, or the folder is a clone or a copy, delete ${OURS}/lock)`;
  return new UserError(`${whoOf(text)} is at work in ${shownPath(root)}`, {
    hint,
    ...(isHere ? { passing: 'at work' } : {}),
  });
}

function whoOf(text: string): string {
  const holder = parseHolder(text);
  return holder ? `process ${holder.pid} on ${shownPath(holder.host)}` : 'another process';
}
