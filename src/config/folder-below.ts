/** Finds an image folder directly below a directory, for a hint to a user who is one level too high. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError } from '../core/errors.ts';
import { findRoot } from './store.ts';

/** The name of the only image folder in `start`; null if there is none, or several. */
export function findFolderBelow(start: string): string | null {
  let found: string | null = null;
  for (const name of foldersIn(start)) {
    if (!holdsAnswers(join(start, name))) continue;
    if (found !== null) return null;
    found = name;
  }
  return found;
}

function foldersIn(start: string): string[] {
  try {
    return readdirSync(start, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map(({ name }) => name);
  } catch {
    // Without access there is no hint.
    return [];
  }
}

function holdsAnswers(folder: string): boolean {
  try {
    return findRoot(folder) === folder;
  } catch (error) {
    if (!isUserError(error) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
