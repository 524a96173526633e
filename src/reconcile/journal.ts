/**
 * Moves staged files into place so that a run killed at any point can be finished or undone.
 *
 * `.ml-image/run/` holds `new/` (what will be), `old/` (what was) and, once all is staged, the journal.
 * From that moment on the run will be finished; if a step fails, the journal becomes `undo.json` and
 * the run will be undone. Each step looks at the disk, so that it may be repeated any number of times.
 * A file that someone changed in between is never replaced: the other text then goes to `<file>.new` or `.old`.
 */
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { codeOf, type Disk, standing, unlessMissing, writeWhole } from './disk.ts';
import { type Fingerprint, fingerprint, samePrint } from './fingerprint.ts';
import { BASE, MANIFEST, OURS, placeOf, whyNotInside } from './paths.ts';

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

export interface Journal {
  /** Those that take a file away come first. */
  steps: Step[];
  /** Folders that were not there before, outer ones first. */
  folders: string[];
}

type Direction = 'journal' | 'undo';

/** Writes the journal: from here on the run will be finished, by this process or the next. */
export function openJournal(disk: Disk, root: string, journal: Journal, durable: boolean): void {
  const draft = join(root, RUN, 'draft');
  writeWhole(disk, draft, JSON.stringify(journal), { mode: 0o644, durable });
  disk.renameSync(draft, journalPath(root, 'journal'));
}

/** The journal of a run that was not finished, and which way it goes; null if there is none. */
export function readJournal(
  disk: Disk,
  root: string,
): { journal: Journal; undoing: boolean } | null {
  for (const direction of ['undo', 'journal'] as const) {
    try {
      const text = disk.readFileSync(journalPath(root, direction), 'utf8');
      return { journal: checked(text), undoing: direction === 'undo' };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  return null;
}

/** A folder may come from anyone, so a journal in it is believed only where it stays inside. */
function checked(text: string): Journal {
  const journal = JSON.parse(text) as Journal;
  const inside = (path: string) =>
    path === MANIFEST ||
    whyNotInside(path.startsWith(`${BASE}/`) ? path.slice(BASE.length + 1) : path) === null;
  const folder = (path: string) => path === BASE || inside(path);
  const holds =
    journal.steps.every(({ path, name }) => /^\d+$/.test(name) && inside(path)) &&
    journal.folders.every(folder);
  if (!holds)
    throw new UserError(`${RUN}/ holds a journal that leads outside of the folder: delete ${RUN}/`);
  return journal;
}

/** Puts everything into place, then closes the journal. */
export function finish(disk: Disk, root: string, { steps, folders }: Journal): void {
  for (const step of steps.filter((each) => !each.puts)) takeAway(disk, root, step);
  for (const step of steps.filter((each) => !each.puts)) prune(disk, root, step.path);
  const puts = steps.filter((each) => each.puts);
  /** Also those that were pruned just now. */
  const needed = new Set([...folders, ...puts.map((step) => dirname(step.path))]);
  for (const folder of needed) disk.mkdirSync(placeOf(disk, root, folder), { recursive: true });
  for (const step of puts) put(disk, root, step);
  disk.unlinkSync(journalPath(root, 'journal'));
}

/** Puts everything back as it was, then closes the journal. */
export function undo(disk: Disk, root: string, { steps, folders }: Journal): void {
  const journal = journalPath(root, 'journal');
  unlessMissing(() => disk.renameSync(journal, journalPath(root, 'undo')));
  for (const step of steps.filter((each) => each.puts).reverse()) putBack(disk, root, step);
  for (const folder of folders.toReversed()) removeIfEmpty(disk, join(root, folder));
  for (const step of steps.filter((each) => !each.puts)) putBack(disk, root, step);
  unlessMissing(() => disk.unlinkSync(journalPath(root, 'undo')));
}

/** Removes what is left of a run whose journal is closed or was never opened. */
export function clearRun(disk: Disk, root: string): void {
  disk.rmSync(join(root, RUN), { recursive: true, force: true });
}

/** Where a step's new file is staged. */
export function newPath(root: string, step: Pick<Step, 'name'>): string {
  return join(root, RUN, 'new', step.name);
}

function oldPath(root: string, step: Step): string {
  return join(root, RUN, 'old', step.name);
}

function journalPath(root: string, direction: Direction): string {
  return join(root, RUN, `${direction}.json`);
}

function takeAway(disk: Disk, root: string, step: Step): void {
  const path = placeOf(disk, root, step.path);
  if (exists(disk, oldPath(root, step)) || !exists(disk, path)) return;
  if (samePrint(fingerprint(disk, path), step.was)) disk.renameSync(path, oldPath(root, step));
}

function put(disk: Disk, root: string, step: Step): void {
  const [path, staged] = [placeOf(disk, root, step.path), newPath(root, step)];
  if (!exists(disk, staged)) return;
  if (!exists(disk, oldPath(root, step))) {
    const now = fingerprint(disk, path);
    if (!samePrint(now, step.was)) {
      if (now) disk.renameSync(staged, freePath(disk, `${path}.new`));
      return;
    }
    if (now) disk.renameSync(path, oldPath(root, step));
  } else if (exists(disk, path)) {
    disk.renameSync(staged, freePath(disk, `${path}.new`));
    return;
  }
  disk.renameSync(staged, path);
}

function putBack(disk: Disk, root: string, step: Step): void {
  const [path, old] = [placeOf(disk, root, step.path), oldPath(root, step)];
  const placed = step.puts && !exists(disk, newPath(root, step));
  if (placed && samePrint(fingerprint(disk, path), step.is))
    disk.renameSync(path, newPath(root, step));
  if (!exists(disk, old)) return;
  disk.mkdirSync(dirname(path), { recursive: true });
  disk.renameSync(old, exists(disk, path) ? freePath(disk, `${path}.old`) : path);
}

/** Removes the folders above a file that was taken away, as far as they are empty. */
function prune(disk: Disk, root: string, path: string): void {
  for (let above = dirname(path); above !== '.' && above !== OURS; above = dirname(above))
    if (!removeIfEmpty(disk, join(root, above))) return;
}

function removeIfEmpty(disk: Disk, path: string): boolean {
  try {
    disk.rmdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function exists(disk: Disk, path: string): boolean {
  return standing(disk, path) !== undefined;
}

function freePath(disk: Disk, wanted: string): string {
  let path = wanted;
  for (let count = 2; exists(disk, path); count++) path = `${wanted}.${count}`;
  return path;
}
