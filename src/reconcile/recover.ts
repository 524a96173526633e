/** Finishes or undoes what a killed run left behind. */
import { join } from 'node:path';
import { codeOf, type Disk, explained, realDisk, standing } from './disk.ts';
import { clearRun, finish, RUN, readJournal, undo } from './journal.ts';
import { hasLock, isLocked, takeLock } from './lock.ts';
import { OURS, placeOf } from './paths.ts';
import { hasManifest } from './state.ts';

/** Whether a run was killed half-way in this folder, and nobody is at work there now. Reads only. */
export function isInterrupted(root: string, disk: Disk = realDisk): boolean {
  return hasLeft(disk, root) && !isLocked(disk, root);
}

/**
 * Brings the folder to exactly what it was before, or should be after, a run that was killed. To be called
 * first by every command that writes.
 * @returns `nothing` where no run was killed, or before it had begun
 * @throws UserError where another process is at work there, or the disk does not let it be done
 */
export function recover(root: string, disk: Disk = realDisk): 'nothing' | 'finished' | 'undone' {
  try {
    if (!hasLeft(disk, root)) {
      if (!hasManifest(disk, root)) removeOursIfEmpty(disk, root);
      return 'nothing';
    }
    const lock = takeLock(disk, root);
    const outcome = settle(disk, root);
    lock.release();
    removeOursIfEmpty(disk, root);
    return outcome;
  } catch (error) {
    throw explained(
      error,
      'an earlier run was interrupted and cannot be finished until this works',
    );
  }
}

/** The same, for a caller that holds the lock. */
export function settle(disk: Disk, root: string): 'nothing' | 'finished' | 'undone' {
  if (!hasRun(disk, root)) return 'nothing';
  const found = readJournal(disk, root);
  if (found?.undoing) undo(disk, root, found.journal);
  else if (found) finish(disk, root, found.journal);
  clearRun(disk, root);
  return found && !found.undoing ? 'finished' : 'undone';
}

/** A scaffold that never came to its end leaves no folder of ours behind. */
export function removeOursIfEmpty(disk: Disk, root: string): void {
  try {
    disk.rmdirSync(join(root, OURS));
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** A run leaves its lock, what it staged, or both. */
function hasLeft(disk: Disk, root: string): boolean {
  return hasRun(disk, root) || hasLock(disk, root);
}

function hasRun(disk: Disk, root: string): boolean {
  return standing(disk, placeOf(disk, root, RUN)) !== undefined;
}
