/** Carries out a change set: all of it or nothing, however the run ends. */
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type ChangeSet, isWritten } from '../core/change-set.ts';
import { changedMeanwhile, UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { OURS } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { codeOf, type Disk, explainError, makeFolders, realDisk } from './disk.ts';
import { clearRun, finish, openJournal, pendingEdits, undo } from './journal.ts';
import type { CopyOptions, How } from './model-copy.ts';
import type { ModelCopy } from './model-source.ts';
import { Edited, RUN } from './moves.ts';
import { assertOutsideGit } from './paths.ts';
import { removeOursIfEmpty, settle } from './recover.ts';
import { type Lock, takeLock } from './run-lock.ts';
import { stage } from './stage.ts';
import { changedSince } from './state.ts';
import { whenFree } from './wait.ts';
import { planWrites, type WritePlan } from './write-plan.ts';

export type { OnProgress } from './model-copy.ts';
export type { ModelCopy } from './model-source.ts';

export interface ApplyOptions extends CopyOptions {
  /** The whole model. Left out: the model stays as it is. */
  copies?: readonly ModelCopy[] | undefined;
  /** What the change set was made from; where the folder has changed since, nothing is written. */
  read?: State;
  /** Milliseconds to wait for another run of this machine in the folder. */
  wait?: number;
  /** The file system; tests pass one that fails. */
  disk?: Disk;
}

/** What was done, as paths relative to the folder. */
export interface ApplyResult {
  written: string[];
  removed: string[];
  copies: { to: string; how: How; bytes: number }[];
  /** Former model files that stay, since the user changed them. */
  kept: string[];
}

/**
 * Writes a change set, and the model's files, into the folder; the folder is made where it does not exist.
 * Where there is nothing to do, nothing at all is written.
 * @throws UserError, in one line, when it cannot be done: then the folder is as it was. When aborted, the
 * signal's reason.
 */
export async function apply(
  root: string,
  changeSet: ChangeSet,
  { copies, onProgress, signal, disk = realDisk, read, wait = 0 }: ApplyOptions = {},
): Promise<ApplyResult> {
  const place = resolve(root);
  assertOutsideGit(disk, place);
  try {
    // What is known to write is planned under the lock alone.
    const writes = changeSet.changes.some(isWritten);
    const first = writes ? null : planWrites(disk, place, changeSet, copies);
    if (first?.steps.length === 0) return resultOf(first, []);
  } catch (error) {
    throw explainError(error, 'nothing was changed');
  }
  const run = await whenFree(() => begin(disk, place), wait, signal);
  try {
    settle(disk, place);
    const other = read && changedSince(place, read, disk);
    if (other) throw changedMeanwhile(shownPath(other));
    const plan = planWrites(disk, place, changeSet, copies);
    const copied = await stage(disk, place, plan, { onProgress, signal });
    if (!run.lock.held())
      throw new UserError(`another run took over in ${shownPath(root)}, so nothing was changed`, {
        hint: 'run this again',
      });
    const [edited] = pendingEdits(disk, place, plan.steps);
    if (edited !== undefined) throw changedMeanwhile(shownPath(edited));
    commit(disk, place, plan);
    cleanAfter(disk, place, run.lock);
    return resultOf(plan, copied);
  } catch (error) {
    if (error instanceof HalfWay) quietly(() => run.lock.release());
    else run.cancel();
    if (error instanceof HalfWay) throw error.reason;
    throw deletedMeanwhile(error, place) ?? explainError(error, 'nothing was changed');
  }
}

/** The error of a file that was deleted between being read and being moved; null for other errors. */
function deletedMeanwhile(error: unknown, root: string): UserError | null {
  if (codeOf(error) !== 'ENOENT') return null;
  const path = relative(root, String((error as NodeJS.ErrnoException).path));
  const isOurs = path === '' || isAbsolute(path) || /^(\.\.|\.ml-image)([\\/]|$)/.test(path);
  return isOurs ? null : changedMeanwhile(shownPath(path));
}

/** The run is neither done nor undone: the journal stays for the next one. */
class HalfWay extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super('half-way');
    this.reason = reason;
  }
}

/** Makes the folder where it is missing and takes its run lock; `cancel` removes what was made. */
function begin(disk: Disk, root: string): { lock: Lock; cancel(): void } {
  let made: string | undefined;
  const removeMade = () => {
    quietly(() => removeOursIfEmpty(disk, root));
    if (!made) return;
    for (let folder = root; folder.length >= made.length; folder = dirname(folder))
      quietly(() => disk.rmdirSync(folder));
  };
  try {
    made = makeFolders(disk, root);
    makeFolders(disk, join(root, OURS));
    const lock = takeLock(disk, root);
    /** Only the holder of the lock may remove staged files: they could be another run's. */
    const cancel = () => {
      quietly(() => clearRun(disk, root));
      quietly(() => lock.release());
      removeMade();
    };
    return { lock, cancel };
  } catch (error) {
    removeMade();
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR')
      throw new UserError(`${shownPath(root)} cannot be made: it or a folder above it is a file`);
    throw explainError(error, 'nothing was changed');
  }
}

function commit(disk: Disk, root: string, plan: WritePlan): void {
  // The texts are staged already, and so they are not part of the journal.
  const steps = plan.steps.map(({ content, ...step }) => step);
  const journal = { steps, folders: plan.folders };
  try {
    openJournal(disk, root, journal);
    finish(disk, root, journal, 'stop');
  } catch (error) {
    try {
      undo(disk, root, journal, 'stop');
    } catch {
      throw new HalfWay(
        explainError(
          error,
          'the folder is half-way now, and the next command that writes will finish or undo it',
        ),
      );
    }
    throw error instanceof Edited ? changedMeanwhile(shownPath(error.path)) : error;
  }
}

/** Removes what the run leaves; what cannot be removed now, the next run removes. */
function cleanAfter(disk: Disk, root: string, lock: Lock): void {
  quietly(() => clearRun(disk, root));
  quietly(() => lock.release());
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // The error that led here, if any, is the one to report.
  }
}

function resultOf(plan: WritePlan, copied: { to: string; how: How; bytes: number }[]): ApplyResult {
  const ours = (path: string) => path.startsWith(`${OURS}/`) || path.startsWith(RUN);
  const visible = plan.steps.filter((step) => !ours(step.path));
  const same = plan.model.same.map(({ source, is }) => ({
    to: source.to,
    how: 'same' as const,
    bytes: is.size,
  }));
  return {
    written: visible.filter((step) => step.puts).map((step) => step.path),
    removed: visible.filter((step) => !step.puts).map((step) => step.path),
    copies: [...copied, ...same],
    kept: plan.model.kept,
  };
}
