/** Checks a run's journal and files before they are trusted: a folder may come from anyone. */

import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { BASE } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { shownPath } from '../core/text.ts';
import { type Disk, statsAt } from './disk.ts';
import type { Fingerprint } from './fingerprint.ts';
import { RUN, type Step } from './moves.ts';
import { placeOf, whyNoStep } from './paths.ts';

/**
 * Reads the text of a journal.
 * @param name the journal's file, for messages
 * @throws UserError where it is damaged or leads outside of the folder
 */
export function parseJournal(text: string, name: string): Journal {
  const journal = parseOrNull(text);
  if (!isJournal(journal))
    throw new UserError(
      `${RUN}/${name} is damaged, so that an interrupted run can be neither finished nor undone`,
      {
        hint: `put right what differs from version control (${RUN}/old/ holds what was moved away), then delete ${RUN}/`,
      },
    );
  const { steps, folders } = journal;
  const holds =
    steps.every(({ path, name }) => /^\d+$/.test(name) && whyNoStep(path) === null) &&
    folders.every((path) => path === BASE || whyNoStep(path) === null);
  if (!holds)
    throw new UserError(`${RUN}/ holds a journal that leads outside of the folder`, {
      hint: `delete ${RUN}/`,
    });
  return journal;
}

/**
 * Checks that a run's folders are real folders.
 * @throws UserError where one is a symbolic link or no folder
 */
export function assertRunFolders(disk: Disk, root: string): void {
  for (const path of [RUN, `${RUN}/new`, `${RUN}/old`]) {
    const found = statsAt(disk, placeOf(disk, root, path));
    if (!found) continue;
    const what = found.isSymbolicLink() ? 'a symbolic link' : 'no folder';
    if (!found.isDirectory())
      throw new UserError(`${path} is ${what}, and no run of ml-image leaves that`, {
        hint: 'delete it',
      });
  }
}

/** What a run puts into its folder. */
const ENTRIES = new Set(['new', 'old', 'draft', 'journal.json', 'undo.json']);

/**
 * Checks that a run's folder holds nothing but what a run puts there, before it is removed whole.
 * @throws UserError with what else is in it
 */
export function assertRunEntries(disk: Disk, run: string): void {
  const refuse = (name: string) => {
    throw new UserError(`${RUN}/${shownPath(name)} is nothing that a run of ml-image leaves`, {
      hint: `look at it, then delete ${RUN}/`,
    });
  };
  for (const entry of disk.readdirSync(run)) {
    if (!ENTRIES.has(entry)) refuse(entry);
    if (entry !== 'new' && entry !== 'old') continue;
    if (!statsAt(disk, join(run, entry))?.isDirectory()) continue;
    for (const name of disk.readdirSync(join(run, entry)))
      if (!/^\d+$/.test(name) || statsAt(disk, join(run, entry, name))?.isDirectory())
        refuse(`${entry}/${name}`);
  }
}

/**
 * Checks that what is to be moved out of a run's folders are files, as a run puts them there.
 * @throws UserError where one is a symbolic link or a folder
 */
export function assertRunFiles(disk: Disk, root: string, steps: readonly Step[]): void {
  for (const { name, was } of steps)
    for (const path of [`${RUN}/new/${name}`, `${RUN}/old/${name}`]) {
      const found = statsAt(disk, join(root, path));
      // A link in the place of a base is moved away as it is.
      const wasLink = path.startsWith(`${RUN}/old/`) && was !== null && was.size < 0;
      if (found && !found.isFile() && !(wasLink && found.isSymbolicLink()))
        throw new UserError(`${path} is not a file, and no run of ml-image leaves that`, {
          hint: `delete ${RUN}/`,
        });
    }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isJournal(value: unknown): value is Journal {
  if (!isRecord(value)) return false;
  const { steps, folders } = value;
  if (!Array.isArray(steps) || !Array.isArray(folders)) return false;
  const names = new Set(steps.map((step) => isRecord(step) && step.name));
  return (
    steps.every(isStep) &&
    names.size === steps.length &&
    folders.every((folder) => typeof folder === 'string')
  );
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value)) return false;
  const { path, name, puts, was, is } = value;
  const texts = typeof path === 'string' && typeof name === 'string';
  return texts && typeof puts === 'boolean' && isPrint(was) && isPrint(is);
}

function isPrint(value: unknown): value is Fingerprint | null {
  if (value === null) return true;
  return isRecord(value) && Number.isSafeInteger(value.size) && typeof value.sample === 'string';
}

export interface Journal {
  /** Those that take a file away come first. */
  steps: Step[];
  /** Folders that were not there before, outer ones first. */
  folders: string[];
}
