/**
 * The moves of a run. Each moves one file, and can be repeated any number of times.
 *
 * A file that is replaced is moved to `old/` first, and the new one is linked into its place,
 * which never replaces a file: what a user saves in between stays in one of the two places.
 */
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { OURS } from '../core/layout.ts';
import { codeOf, type Disk, makeFolders, statsAt } from './disk.ts';
import { type Fingerprint, fingerprint, samePrint } from './fingerprint.ts';
import { placeOf } from './paths.ts';

/** Where a run stages. */
export const RUN = `${OURS}/run`;

/** One file to put in place of another (or of none), or to take away. */
export interface Step {
  path: string;
  /** Its name in `new/` and `old/`. */
  name: string;
  /** False: the file is only taken away. */
  puts: boolean;
  was: Fingerprint | null;
  is: Fingerprint | null;
}

/** Where a step's new file is staged. */
export function newPath(root: string, step: Pick<Step, 'name'>): string {
  return join(root, RUN, 'new', step.name);
}

/** Where the file that a step replaces or takes away is kept until the run ends. */
export function oldPath(root: string, step: Step): string {
  return join(root, RUN, 'old', step.name);
}

/** A file that someone saved or deleted in the middle of a run. */
export class Edited extends Error {
  readonly path: string;
  constructor(path: string) {
    super('edited');
    this.path = path;
  }
}

/**
 * What a run does with a file that someone changes meanwhile. `stop`: throws Edited, so that the run is undone
 * and prepared again. `aside`: the run was killed before, so both texts are kept, one beside the other.
 */
export type OnEdit = 'stop' | 'aside';

/**
 * Moves a file that is taken away to `old/`, if it is unchanged.
 * @throws Edited where it was changed and `onEdit` is `stop`
 */
export function takeAway(disk: Disk, root: string, step: Step, onEdit: OnEdit): void {
  const [path, old] = [placeOf(disk, root, step.path), oldPath(root, step)];
  if (exists(disk, old) || !exists(disk, path)) return;
  if (samePrint(fingerprint(disk, path), step.was)) disk.renameSync(path, old);
  else if (onEdit === 'stop') throw new Edited(step.path);
}

/**
 * Puts a new file into its place.
 * @returns the path to which the new text goes where its place is taken
 * @throws Edited where someone changed the file and `onEdit` is `stop`
 */
export function put(disk: Disk, root: string, step: Step, onEdit: OnEdit): string[] {
  const [path, staged] = [placeOf(disk, root, step.path), newPath(root, step)];
  const old = oldPath(root, step);
  if (!exists(disk, staged)) return [];
  const now = fingerprint(disk, path);
  const isThere = now !== null && isTwice(disk, staged, path);
  if (isThere || (onEdit === 'aside' && samePrint(now, step.is))) {
    disk.unlinkSync(staged);
    return [];
  }
  if (now === null && step.was !== null && !exists(disk, old)) {
    // Missing, and not moved away by this run: the user deleted it, and it stays deleted.
    if (onEdit === 'stop') throw new Edited(step.path);
    return [];
  }
  if (now !== null) {
    if (!samePrint(now, step.was)) return setNewAside(disk, staged, path, step, onEdit);
    moveAway(disk, path, old);
  }
  // A file that is saved from here on is not replaced.
  if (place(disk, staged, path)) return [];
  return setNewAside(disk, staged, path, step, onEdit);
}

/**
 * Checks a file that was moved away once more: an editor may have written to it after it was read.
 * @throws Edited
 */
export function assertNotEdited(disk: Disk, root: string, step: Step): void {
  const old = fingerprint(disk, oldPath(root, step));
  if (old !== null && !samePrint(old, step.was)) throw new Edited(step.path);
}

function setNewAside(
  disk: Disk,
  staged: string,
  path: string,
  step: Step,
  onEdit: OnEdit,
): string[] {
  if (onEdit === 'stop') throw new Edited(step.path);
  return setAside(disk, staged, path, step, 'new');
}

/** Moves a file to `old/`, where it may have a second name already. */
function moveAway(disk: Disk, path: string, old: string): void {
  // Of two names of one file, renaming one to the other does nothing.
  if (isTwice(disk, old, path)) disk.unlinkSync(path);
  else disk.renameSync(path, old);
}

/** The error codes of a system that has no hard links, or none for this file. */
const NO_SECOND_NAME = new Set([
  'EPERM',
  'EACCES',
  'EMLINK',
  'EXDEV',
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

/**
 * Moves a file to a free place; false if it is taken. Uses a hard link, which never replaces a file;
 * where there are none, it looks first.
 */
function place(disk: Disk, from: string, path: string): boolean {
  try {
    disk.linkSync(from, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_SECOND_NAME.has(codeOf(error) ?? '')) throw error;
    if (exists(disk, path)) return false;
    disk.renameSync(from, path);
    return true;
  }
  disk.unlinkSync(from);
  return true;
}

/** Takes a new file away again, and puts the former one in its place; gives the path as `bringBack` does. */
export function putBack(disk: Disk, root: string, step: Step, onEdit: OnEdit): string[] {
  const [path, staged] = [placeOf(disk, root, step.path), newPath(root, step)];
  if (isTwice(disk, staged, path)) disk.unlinkSync(path);
  // A copy of a folder has no hard links any more.
  const isPlaced = onEdit === 'aside' || !exists(disk, staged);
  const isOurs = () => isPlaced && samePrint(fingerprint(disk, path), step.is);
  if (!exists(disk, oldPath(root, step))) {
    if (step.was === null && isOurs()) disk.renameSync(path, staged);
    return [];
  }
  return bringBack(disk, root, step, onEdit, isOurs());
}

/** Moves a former file from `old/` to its place, else beside it; gives the path of that. */
export function bringBack(
  disk: Disk,
  root: string,
  step: Step,
  onEdit: OnEdit,
  replaces = false,
): string[] {
  const [path, old] = [placeOf(disk, root, step.path), oldPath(root, step)];
  const former = statsAt(disk, old);
  if (!former) return [];
  const now = statsAt(disk, path);
  if (now && isSameFile(now, former)) return [];
  if (now && !replaces) {
    if (samePrint(fingerprint(disk, path), step.was)) return [];
    // A file that was saved a moment ago replaces the text that it was made from.
    if (onEdit === 'stop' && samePrint(fingerprint(disk, old), step.was)) return [];
    return setAside(disk, old, path, step, 'old');
  }
  makeFolders(disk, dirname(path));
  disk.renameSync(old, path);
  return [];
}

/** Whether two paths are two names of one file. */
function isTwice(disk: Disk, one: string, other: string): boolean {
  const [first, second] = [statsAt(disk, one), statsAt(disk, other)];
  return first !== undefined && second !== undefined && isSameFile(first, second);
}

/** Whether two stats are of one file with two names; inode numbers alone may be too large to be exact. */
function isSameFile(one: Stats, other: Stats): boolean {
  const keys = ['ino', 'dev', 'size', 'mtimeMs', 'nlink'] as const;
  return one.nlink > 1 && keys.every((key) => one[key] === other[key]);
}

function setAside(
  disk: Disk,
  from: string,
  path: string,
  step: Step,
  ending: 'new' | 'old',
): string[] {
  const free = freePath(disk, `${path}.${ending}`);
  disk.renameSync(from, free);
  return [step.path + free.slice(path.length)];
}

/** Removes the folders above a file that was taken away, as far as they are empty. */
export function prune(disk: Disk, root: string, path: string): void {
  for (let above = dirname(path); above !== '.' && above !== OURS; above = dirname(above))
    if (!removeIfEmpty(disk, join(root, above))) return;
}

/** Removes a folder; false where something is in it. */
export function removeIfEmpty(disk: Disk, path: string): boolean {
  try {
    disk.rmdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether anything exists at a path. */
export function exists(disk: Disk, path: string): boolean {
  return statsAt(disk, path) !== undefined;
}

function freePath(disk: Disk, first: string): string {
  let path = first;
  for (let count = 2; exists(disk, path); count++) path = `${first}.${count}`;
  return path;
}
