/** Finishes or undoes a killed run. */
import { join } from 'node:path';
import { isUserError, type UserError } from '../core/errors.ts';
import { MANIFEST, OURS } from '../core/layout.ts';
import { codeOf, type Disk, explainError, explainReadError, realDisk, statsAt } from './disk.ts';
import {
  clearRun,
  finish,
  hasJournal,
  isAsStaged,
  pendingEdits,
  readJournal,
  undo,
} from './journal.ts';
import { assertRunFiles, assertRunFolders } from './journal-check.ts';
import { RUN } from './moves.ts';
import { assertOutsideGit, placeOf } from './paths.ts';
import { hasLock, lockHolder, takeLock } from './run-lock.ts';
import { hasManifest } from './state.ts';

/** A run that was killed in a folder, or is at work there. */
export interface Unfinished {
  /** `maybe`: on another machine, so it is unknown here. */
  atWork: 'no' | 'yes' | 'maybe';
  /** Who, as `process 7 on HOST`; null if none is at work. */
  who: string | null;
  /** Whether files have been moved: then the folder is neither the old nor the new one. */
  halfWay: boolean;
  /** Why the journal is not trusted; absent: it is, or there is none. */
  untrusted?: UserError;
}

/**
 * Finds a run that was killed in this folder, or is at work there; null: neither. Reads only.
 * @throws UserError where that cannot be read
 */
export function findUnfinished(root: string, disk: Disk = realDisk): Unfinished | null {
  try {
    if (!hasLeft(disk, root)) return null;
    const holder = lockHolder(disk, root);
    const halfWay = hasJournal(disk, root);
    const left = { halfWay, ...(halfWay ? foreignRunIn(disk, root) : {}) };
    if (!holder) return { atWork: 'no', who: null, ...left };
    return { atWork: holder.isHere ? 'yes' : 'maybe', who: holder.who, ...left };
  } catch (error) {
    throw explainReadError(error);
  }
}

/** Whether a run was killed half-way in this folder, or may have been. Reads only. */
export function isInterrupted(root: string, disk: Disk = realDisk): boolean {
  const left = findUnfinished(root, disk);
  return left !== null && left.atWork !== 'yes';
}

/** The outcome of recovering from a killed run. */
export interface Recovered {
  /** `nothing`: no run was killed, or none that had begun. */
  outcome: 'nothing' | 'finished' | 'undone';
  /** Files that someone changed before the run could write them, so that it was undone. */
  edited: string[];
  /** Where texts were put whose paths are taken. */
  aside: string[];
}

/**
 * Brings the folder to exactly what it was before, or should be after, a run that was killed. To be called
 * first by every command that writes.
 * @throws UserError where another process is at work there, or the disk does not let it be done
 */
export function recover(root: string, disk: Disk = realDisk): Recovered {
  try {
    if (!hasLeft(disk, root)) {
      if (!hasManifest(disk, root)) removeOursIfEmpty(disk, root);
      return { outcome: 'nothing', edited: [], aside: [] };
    }
  } catch (error) {
    throw explainReadError(error);
  }
  try {
    const lock = takeLock(disk, root);
    let recovered: Recovered;
    try {
      recovered = settle(disk, root);
    } catch (error) {
      try {
        lock.release();
      } catch {
        // The first error is the one to report.
      }
      throw error;
    }
    lock.release();
    removeOursIfEmpty(disk, root);
    return recovered;
  } catch (error) {
    throw explainError(
      error,
      'an earlier run was interrupted and cannot be finished until this works',
    );
  }
}

/**
 * The same, for a caller that holds the lock. A run is undone, not finished, where someone has changed a
 * file that it still had to write; the next run then merges that change.
 */
export function settle(disk: Disk, root: string): Recovered {
  if (!hasRun(disk, root)) return { outcome: 'nothing', edited: [], aside: [] };
  assertOutsideGit(disk, root);
  assertRunFolders(disk, root);
  const found = readJournal(disk, root);
  if (found) assertRunFiles(disk, root, found.journal.steps);
  const edited = found && !found.undoing ? pendingEdits(disk, root, found.journal.steps) : [];
  const finishes =
    found && !found.undoing && edited.length === 0 && isAsStaged(disk, root, found.journal.steps);
  const aside = found ? (finishes ? finish : undo)(disk, root, found.journal) : [];
  clearRun(disk, root);
  return { outcome: finishes ? 'finished' : 'undone', edited, aside };
}

function foreignRunIn(disk: Disk, root: string): { untrusted?: UserError } {
  try {
    readJournal(disk, root);
    return {};
  } catch (error) {
    if (isUserError(error)) return { untrusted: error };
    throw error;
  }
}

/** Removes the folder of an unfinished scaffold. */
export function removeOursIfEmpty(disk: Disk, root: string): void {
  try {
    disk.rmdirSync(join(root, OURS));
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** Whether a run has left something in a folder or is at work there: its lock, what it staged, or both. */
function hasLeft(disk: Disk, root: string): boolean {
  return hasRun(disk, root) || hasLock(disk, root);
}

/** A text that differs after each run in a folder, and while one is at work there. Reads only. */
export function runStamp(root: string, disk: Disk = realDisk): string {
  const found = statsAt(disk, join(root, MANIFEST));
  const lock = statsAt(disk, join(root, OURS, 'lock'));
  return JSON.stringify([found?.ino, found?.mtimeMs, found?.ctimeMs, lock?.ino, lock?.mtimeMs]);
}

/** Whether a run was killed in a folder or is at work there; false where that cannot be read. */
export function isUnfinished(root: string): boolean {
  try {
    return hasLeft(realDisk, root);
  } catch {
    return false;
  }
}

function hasRun(disk: Disk, root: string): boolean {
  return statsAt(disk, placeOf(disk, root, RUN)) !== undefined;
}
