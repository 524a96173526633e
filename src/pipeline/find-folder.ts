/** Finds the image folder of a command; what a killed run left half-way is recovered before a change. */
import { findFolderBelow } from '../config/folder-below.ts';
import { findRoot, hasAnswers } from '../config/store.ts';
import { UserError } from '../core/errors.ts';
import { shownPath } from '../core/text.ts';
import {
  findUnfinished,
  isUnfinished,
  type Recovered,
  recover,
  type Unfinished,
} from '../folder/recover.ts';
import { PATIENCE, whenFree } from '../folder/wait.ts';

/**
 * Finds the image folder at or above a place, to read it.
 * @param status the exit status where a run was interrupted in it
 * @throws UserError where there is none, or its files are neither the old nor the new
 */
export function rootAbove(cwd: string, status = 1): string {
  const root = findNearest(cwd);
  const left = findUnfinished(root);
  if (left?.untrusted && left.atWork !== 'yes') {
    const { message, hint } = left.untrusted;
    throw new UserError(message, { hint, exitCode: status });
  }
  if (left && (left.halfWay || left.atWork === 'maybe' || !hasAnswers(root)))
    throw unfinishedError(root, left, status);
  return root;
}

/**
 * Finds the image folder at or above a place, to change it; a killed run is finished or undone.
 * @returns the folder, and notes on the recovery, one line each
 * @throws UserError where there is none, or another process is at work in it
 */
export function rootToChange(cwd: string): { root: string; notes: string[] } {
  const root = findNearest(cwd);
  const recovered = recover(root);
  if (recovered.outcome !== 'nothing' && !hasAnswers(root))
    throw new UserError(`making ${shownPath(root)} was interrupted, and is undone now`, {
      hint: `make it again with: ml-image DIRECTORY --model PATH`,
    });
  return { root, notes: describeRecovery(recovered) };
}

/**
 * The same, after waiting some seconds for another run of this machine that is at work in it.
 * @throws UserError as `rootToChange`
 */
export function freeRoot(cwd: string): Promise<{ root: string; notes: string[] }> {
  return whenFree(() => rootToChange(cwd), PATIENCE);
}

/** Notes on a recovery where files were changed after the killed run, one line each. */
export function describeRecovery({ edited, aside }: Recovered): string[] {
  const notes: string[] = [];
  if (edited.length > 0)
    notes.push(
      `an earlier run was interrupted, and is undone since ${listPaths(edited)} ${edited.length > 1 ? 'were' : 'was'} changed after it; give its change again`,
    );
  if (aside.length > 0)
    notes.push(
      `an earlier run was interrupted, and files were changed after it; their other text is in ${listPaths(aside)}: compare, then delete`,
    );
  return notes;
}

function listPaths(paths: readonly string[]): string {
  return paths.map(shownPath).join(', ');
}

function findNearest(cwd: string): string {
  const root = findRoot(cwd, isUnfinished);
  if (root) return root;
  const below = findFolderBelow(cwd);
  const instead =
    below === null
      ? 'make one with: ml-image MODEL'
      : `there is one below: cd ${shownPath(below)} first`;
  throw new UserError(
    `${shownPath(cwd)} is in no image folder (no .yo-rc.json with answers here or above)`,
    { hint: instead },
  );
}

function unfinishedError(root: string, { atWork, who }: Unfinished, exitCode: number): UserError {
  const place = shownPath(root);
  if (atWork === 'yes')
    return new UserError(`${who} is at work in ${place}, and its files are half-way`, {
      hint: 'run this again when it has ended',
      exitCode,
    });
  if (atWork === 'maybe')
    return new UserError(`${who} is at work in ${place}, or was interrupted there`, {
      hint: 'wait until it ends (if it has ended, or the folder is a clone or a copy, delete .ml-image/lock)',
      exitCode,
    });
  return new UserError(`an earlier run was interrupted in ${place}, and its files are half-way`, {
    hint: 'the next command that writes there finishes or undoes it',
    exitCode,
  });
}
