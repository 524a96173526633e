/** Checks that a new image folder can be made at a path, before the first question is asked. */
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import { OURS, STORE_FILE, STORE_KEY } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { codeOf, type Disk, realDisk, statsAt } from './disk.ts';
import { assertOutsideGit } from './paths.ts';
import { isInterrupted } from './recover.ts';
import { hasManifest } from './state.ts';

/** What a folder may hold and still count as empty: it says nothing of what the folder is for. */
const NOTHING = new Set(['.git', '.gitignore', '.gitattributes', '.gitkeep', '.DS_Store']);

/**
 * Checks that a new image folder can be made at `root`: it does not exist yet, or is an empty folder that
 * can be written. Git's own files and a `.yo-rc.json` without answers of an image folder (only a team's
 * defaults, or another generator's part) may be there. Writes nothing.
 * @throws UserError with what is in the way
 */
export function assertTarget(root: string, disk: Disk = realDisk): void {
  const place = resolve(root);
  const name = shownPath(root);
  assertOutsideGit(disk, place);
  const found = lookAt(name, place, () => statsAt(disk, place));
  if (!found) {
    assertCanMake(disk, place, name);
    return;
  }
  const target = found.isSymbolicLink() ? disk.statSync(place, { throwIfNoEntry: false }) : found;
  if (!target)
    throw new UserError(`${name} is a symbolic link to nothing`, {
      hint: 'remove it, or give another directory',
    });
  if (!target.isDirectory())
    throw new UserError(`${name} is a file`, { hint: 'give a directory that is new or empty' });
  if (isInterrupted(place, disk))
    throw new UserError(`an earlier run was interrupted in ${name}`, {
      hint: 'run again without --dry-run, which finishes or undoes it',
    });
  if (hasManifest(disk, place))
    throw new UserError(`${name} is an image folder already`, {
      hint: 'change it with "ml-image regenerate" there, or give a new directory',
    });
  const others = disk.readdirSync(place).filter((entry) => !countsAsNothing(disk, place, entry));
  if (others.length > 0) {
    const some = others.sort().slice(0, 3).map(shownPath).join(', ');
    const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
    throw new UserError(`${name} is not empty (${some}${more})`, {
      hint: 'give a directory that is new or empty',
    });
  }
  assertWritable(disk, place, name, place);
}

/** What is at a path where a model or a new image folder may be meant. */
export type PlaceKind = 'nothing' | 'file' | 'empty folder' | 'image folder' | 'full folder';

/** What is at a path, links followed; `nothing` also where it cannot be read. */
export function kindOfPlace(place: string, disk: Disk = realDisk): PlaceKind {
  try {
    const found = disk.statSync(place, { throwIfNoEntry: false });
    if (!found) return 'nothing';
    if (!found.isDirectory()) return 'file';
    if (hasManifest(disk, place) || isInterrupted(place, disk)) return 'image folder';
    const isEmpty = disk.readdirSync(place).every((entry) => countsAsNothing(disk, place, entry));
    return isEmpty ? 'empty folder' : 'full folder';
  } catch {
    return 'nothing';
  }
}

function countsAsNothing(disk: Disk, root: string, entry: string): boolean {
  const path = join(root, entry);
  if (entry === STORE_FILE) return holdsNoAnswers(disk, path);
  return NOTHING.has(entry) || (entry === OURS && isEmptyFolder(disk, path));
}

/** Whether a folder is empty, as a run leaves `.ml-image/` that was killed at its first step. */
function isEmptyFolder(disk: Disk, path: string): boolean {
  return disk.lstatSync(path).isDirectory() && disk.readdirSync(path).length === 0;
}

function holdsNoAnswers(disk: Disk, path: string): boolean {
  try {
    if (!disk.lstatSync(path).isFile()) return false;
    const stored = JSON.parse(disk.readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return false;
    return Object.keys(stored[STORE_KEY] ?? {}).every((key) => key === 'defaults');
  } catch {
    return false;
  }
}

/** A folder that does not exist can be made if the nearest one above it can be written. */
function assertCanMake(disk: Disk, place: string, name: string): void {
  let above = dirname(place);
  for (;;) {
    const found = lookAt(name, above, () => disk.statSync(above, { throwIfNoEntry: false }));
    if (found?.isDirectory()) {
      assertWritable(disk, above, name, above);
      return;
    }
    if (found)
      throw new UserError(`${name} cannot be made: ${shownPath(above)} is a file, not a directory`);
    above = dirname(above);
  }
}

/** What is at a path; nothing if a parent is a file, which the search upwards then finds. */
function lookAt<Found>(name: string, path: string, look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    if (codeOf(error) === 'ENAMETOOLONG')
      throw new UserError(`${name.slice(0, 40)}... cannot be made: the name is too long`);
    throw new UserError(`${name} cannot be made: ${shownPath(path)} cannot be read`);
  }
}

function assertWritable(disk: Disk, place: string, name: string, where: string): void {
  try {
    // 7 is R_OK | W_OK | X_OK of access(2): list it, write in it, enter it.
    disk.accessSync(place, 7);
  } catch (error) {
    const why =
      codeOf(error) === 'EROFS'
        ? 'is on a disk that is mounted read-only'
        : 'does not let you write in it';
    throw new UserError(`${name} cannot be made: ${shownPath(where)} ${why}`, {
      hint: `give another directory`,
    });
  }
}
