/** Finds the generated files that `--restore` names. */
import { posix, relative, resolve, sep } from 'node:path';
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';

/** How many deleted files one line lists. */
const LISTED = 8;

/** What a restore needs to know of the folder. */
export interface RestorableFolder {
  cwd: string;
  root: string;
  /** Every file that is generated, from the root. */
  paths: readonly string[];
  isDeleted(path: string): boolean;
}

/**
 * The generated files at a path, or, where it is a folder, the deleted ones below it. A path counts
 * from the working directory, then from the folder's root.
 * @throws UserError where there is none
 */
export function findRestorable(given: string, folder: RestorableFolder): string[] {
  const { paths, isDeleted } = folder;
  const fromHere = relative(folder.root, resolve(folder.cwd, given)).split(sep).join('/');
  const fromRoot = posix.normalize(given).replace(/\/$/, '');
  for (const path of [fromHere, fromRoot]) {
    if (paths.includes(path)) return [path];
    const below = paths.filter((one) => isIn(one, path));
    if (below.length === 0) continue;
    const deleted = below.filter(isDeleted);
    if (deleted.length > 0) return deleted;
    throw new UserError(`--restore ${shown(given)}: nothing that was generated there is deleted`);
  }
  if ([fromHere, fromRoot].some((path) => path === 'model' || path.startsWith('model/'))) {
    throw new UserError(`--restore ${shown(given)}: a model is not generated`, {
      hint: `take it in again with ml-image regenerate --model PATH`,
    });
  }
  throw new UserError(
    `--restore ${shown(given)}: no generated file has that path, ${describeDeleted(paths.filter(isDeleted))}`,
  );
}

function isIn(path: string, folder: string): boolean {
  return folder === '' || folder === '.' || path.startsWith(`${folder}/`);
}

function describeDeleted(deleted: readonly string[]): string {
  if (deleted.length === 0) return 'and none is deleted';
  const more = deleted.length > LISTED ? ` and ${deleted.length - LISTED} more` : '';
  return `and deleted ${deleted.length > 1 ? 'are' : 'is'} ${deleted.slice(0, LISTED).join(', ')}${more}`;
}
