/**
 * The single moves of a run: of one file each, and each may be repeated any number of times.
 *
 * A file that is replaced is never missing on the way: `old/` gets a second name of it, then the new one
 * takes its place in one step.
 */
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, type Disk, standing } from './disk.ts';
import { type Fingerprint, fingerprint, samePrint } from './fingerprint.ts';
import { OURS, placeOf } from './paths.ts';

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

/** Where what a step replaces or takes away is kept until the run is through. */
export function oldPath(root: string, step: Step): string {
  return join(root, RUN, 'old', step.name);
}

/** Moves a file that is to go away to `old/`, if it is still what it was. */
export function takeAway(disk: Disk, root: string, step: Step): void {
  const path = placeOf(disk, root, step.path);
  if (exists(disk, oldPath(root, step)) || !exists(disk, path)) return;
  if (samePrint(fingerprint(disk, path), step.was)) disk.renameSync(path, oldPath(root, step));
}

/** Puts a new file into its place; gives the path that the new text goes to where it cannot go to its own. */
export function put(disk: Disk, root: string, step: Step): string[] {
  const [path, staged] = [placeOf(disk, root, step.path), newPath(root, step)];
  if (!exists(disk, staged)) return [];
  const now = fingerprint(disk, path);
  const isMoved = exists(disk, oldPath(root, step));
  if (now === null) {
    // Missing and not moved away by us: the person deleted it, and it stays deleted.
    if (isMoved || step.was === null) disk.renameSync(staged, path);
    return [];
  }
  if (!samePrint(now, step.was)) return setAside(disk, staged, path, step, 'new');
  if (!isMoved) keepOld(disk, path, oldPath(root, step));
  disk.renameSync(staged, path);
  return [];
}

/** What a system answers that gives no second name, or not to this file. */
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

/** Gives a file a second name in `old/`; where there is no such thing, it is moved there. */
function keepOld(disk: Disk, path: string, old: string): void {
  // Of a link some systems would name the target instead.
  if (standing(disk, path)?.isFile()) {
    try {
      disk.linkSync(path, old);
      return;
    } catch (error) {
      if (!NO_SECOND_NAME.has(codeOf(error) ?? '')) throw error;
    }
  }
  disk.renameSync(path, old);
}

/** Takes a new file away again, and puts the former one in its place; gives the path as `bringBack` does. */
export function putBack(disk: Disk, root: string, step: Step): string[] {
  const path = placeOf(disk, root, step.path);
  const isPlaced = !exists(disk, newPath(root, step));
  const isOurs = () => isPlaced && samePrint(fingerprint(disk, path), step.is);
  if (!exists(disk, oldPath(root, step))) {
    if (step.was === null && isOurs()) disk.renameSync(path, newPath(root, step));
    return [];
  }
  return bringBack(disk, root, step, isOurs());
}

/** Moves a former file from `old/` to its place, else beside it; gives the path of that. */
export function bringBack(disk: Disk, root: string, step: Step, replaces = false): string[] {
  const [path, old] = [placeOf(disk, root, step.path), oldPath(root, step)];
  const former = standing(disk, old);
  if (!former) return [];
  const now = standing(disk, path);
  if (now && isSameFile(now, former)) return [];
  if (now && !replaces) {
    if (samePrint(fingerprint(disk, path), step.was)) return [];
    return setAside(disk, old, path, step, 'old');
  }
  disk.mkdirSync(dirname(path), { recursive: true });
  disk.renameSync(old, path);
  return [];
}

/** A file with two names; the numbers of inodes alone may be too large to be exact. */
function isSameFile(one: Stats, other: Stats): boolean {
  const told = ['ino', 'dev', 'size', 'mtimeMs', 'nlink'] as const;
  return one.nlink > 1 && told.every((key) => one[key] === other[key]);
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

/** Whether anything stands at a path. */
export function exists(disk: Disk, path: string): boolean {
  return standing(disk, path) !== undefined;
}

function freePath(disk: Disk, wanted: string): string {
  let path = wanted;
  for (let count = 2; exists(disk, path); count++) path = `${wanted}.${count}`;
  return path;
}
