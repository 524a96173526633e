/** An image folder right below a place, for a person who stands one step too high. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError } from '../core/errors.ts';
import { findRoot } from './store.ts';

/** The name of the one folder in `start` that holds a folder's answers; null: there is none, or several. */
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
    // Where nothing can be read there is nothing to advise.
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
