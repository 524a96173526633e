/**
 * Moves staged files into place so that a run killed at any point can be finished or undone.
 *
 * `.ml-image/run/` holds `new/` (what will be), `old/` (what was) and, once all is staged, the journal.
 * From that moment on the run will be finished; if a step fails, the journal becomes `undo.json` and
 * the run will be undone. Each step looks at the disk, so that it may be repeated any number of times.
 * A file that someone changed in between is never replaced: the other text then goes to `<file>.new` or `.old`.
 */
import { dirname, join } from 'node:path';
import { codeOf, type Disk, makeFolders, statsAt, unlessMissing, writeWhole } from './disk.ts';
import { fingerprint, samePrint } from './fingerprint.ts';
import { assertRunEntries, type Journal, parseJournal } from './journal-check.ts';
import { foreignRun, signText, verifyText } from './journal-signature.ts';
import {
  assertNotEdited,
  bringBack,
  exists,
  newPath,
  type OnEdit,
  oldPath,
  prune,
  put,
  putBack,
  RUN,
  removeIfEmpty,
  type Step,
  takeAway,
} from './moves.ts';
import { placeOf } from './paths.ts';

type Direction = 'journal' | 'undo';

/** Writes the journal: from here on the run will be finished, by this process or the next. */
export function openJournal(disk: Disk, root: string, journal: Journal): void {
  const draft = join(root, RUN, 'draft');
  const text = signText(disk, root, JSON.stringify(journal));
  writeWhole(disk, draft, text, { mode: 0o644, durable: true });
  disk.renameSync(draft, journalPath(root, 'journal'));
}

/** Whether a run has begun to move files in this folder, and neither finished nor undone it. */
export function hasJournal(disk: Disk, root: string): boolean {
  return exists(disk, journalPath(root, 'journal')) || exists(disk, journalPath(root, 'undo'));
}

/**
 * The journal of a run that was not finished, and which way it goes; null if there is none.
 * @throws UserError where no run of this user on this machine wrote it, it is damaged or leads outside
 */
export function readJournal(
  disk: Disk,
  root: string,
): { journal: Journal; undoing: boolean } | null {
  for (const direction of ['undo', 'journal'] as const) {
    try {
      const name = `${direction}.json`;
      const path = journalPath(root, direction);
      if (statsAt(disk, path)?.isFile() === false) throw foreignRun(name);
      const text = verifyText(disk, root, disk.readFileSync(path, 'utf8'), name);
      return { journal: parseJournal(text, name), undoing: direction === 'undo' };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  return null;
}

/** The paths that are still to be written, and that someone else has changed since the run read them. */
export function pendingEdits(disk: Disk, root: string, steps: readonly Step[]): string[] {
  const going = new Set(steps.filter((step) => !step.puts).map(({ path }) => path));
  const real = new Set<string>();
  const edited = (step: Step) => {
    const isMoved = () => exists(disk, oldPath(root, step));
    if (step.puts ? !exists(disk, newPath(root, step)) : isMoved()) return false;
    const now = fingerprint(disk, placeOf(disk, root, step.path, going, real));
    if (samePrint(now, step.was) || (now === null && isMoved())) return false;
    // Put there by the run, which was killed before it took the staged name away.
    if (step.puts && samePrint(now, step.is)) return false;
    const emptied = now?.sample === 'folder' && [...going].some((path) => isBelow(path, step.path));
    return !emptied;
  };
  return steps.filter(edited).map((step) => step.path);
}

/** Whether the files that are still to be put into place are as they were staged, none cut off. */
export function isAsStaged(disk: Disk, root: string, steps: readonly Step[]): boolean {
  return steps.every((step) => {
    const staged = step.puts ? fingerprint(disk, newPath(root, step)) : null;
    return staged === null || samePrint(staged, step.is);
  });
}

/**
 * Puts everything into place, then closes the journal.
 * @returns the paths to which a new text went because its place is taken
 * @throws Edited where someone changed a file, and that is to stop the run
 */
export function finish(
  disk: Disk,
  root: string,
  { steps, folders }: Journal,
  onEdit: OnEdit = 'aside',
): string[] {
  for (const step of steps.filter((each) => !each.puts)) takeAway(disk, root, step, onEdit);
  for (const step of steps.filter((each) => !each.puts)) prune(disk, root, step.path);
  const puts = steps.filter((each) => each.puts);
  /** Also those that were pruned just now. */
  const needed = new Set([...folders, ...puts.map((step) => dirname(step.path))]);
  for (const folder of needed) makeFolders(disk, placeOf(disk, root, folder));
  const aside = puts.flatMap((step) => put(disk, root, step, onEdit));
  if (onEdit === 'stop') for (const step of steps) assertNotEdited(disk, root, step);
  disk.unlinkSync(journalPath(root, 'journal'));
  return aside;
}

/**
 * Puts everything back as it was, then closes the journal.
 * @returns the paths to which a former text went because its place is taken
 */
export function undo(
  disk: Disk,
  root: string,
  { steps, folders }: Journal,
  onEdit: OnEdit = 'aside',
): string[] {
  const journal = journalPath(root, 'journal');
  unlessMissing(() => disk.renameSync(journal, journalPath(root, 'undo')));
  const puts = steps.filter((each) => each.puts).reverse();
  const aside = puts.flatMap((step) => putBack(disk, root, step, onEdit));
  for (const folder of folders.toReversed()) removeIfEmpty(disk, join(root, folder));
  const takes = steps.filter((each) => !each.puts);
  aside.push(...takes.flatMap((step) => bringBack(disk, root, step, onEdit)));
  unlessMissing(() => disk.unlinkSync(journalPath(root, 'undo')));
  return aside;
}

/**
 * Removes what is left of a run whose journal is closed or was never opened.
 * @throws UserError where something is in it that no run leaves; nothing is removed then
 */
export function clearRun(disk: Disk, root: string): void {
  const run = join(root, RUN);
  if (!statsAt(disk, run)) return;
  assertRunEntries(disk, run);
  disk.rmSync(run, { recursive: true, force: true });
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function journalPath(root: string, direction: Direction): string {
  return join(root, RUN, `${direction}.json`);
}
