/** Paths below the image folder: none may lead outside, nor into what is not ours. */
import { dirname, join, sep } from 'node:path';
import { UserError } from '../core/errors.ts';
import { BASE, MANIFEST, OURS } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { type Disk, statsAt } from './disk.ts';
import { foldedName, isGitName, leadsIntoGit } from './git-names.ts';

/** Why a path (relative, `/` between parts) may not be written in an image folder; null if it may. */
export function whyNotInside(path: string): string | null {
  if (path === '') return 'it is empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'it holds a backslash or control character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'it leads through "..", "." or an empty part';
  // Git runs what lies in such a folder, at any depth, a model's own clone included.
  if (parts.some(isGitName)) return 'git keeps its own files under that name';
  if (foldedName(parts[0] as string) === OURS) return `it is in ${OURS}/`;
  return null;
}

/** Why a path may not be a step of a run: as above, but for the manifest and the bases, which are ours. */
export function whyNoStep(path: string): string | null {
  if (path === MANIFEST) return null;
  return whyNotInside(path.startsWith(`${BASE}/`) ? path.slice(BASE.length + 1) : path);
}

/**
 * Checks that an image folder is not itself among Git's own files.
 * @param root absolute; it need not exist
 * @throws UserError where it is, links followed
 */
export function assertOutsideGit(disk: Disk, root: string): void {
  if (leadsIntoGit(root) || leadsIntoGit(realAbove(disk, root)))
    throw new UserError(
      `${shownPath(root)} is where git keeps its own files, and nothing is written there`,
      { hint: 'give another directory' },
    );
}

/** The real path of the nearest folder at or above a place that can be looked at. */
function realAbove(disk: Disk, place: string): string {
  for (let above = place; ; above = dirname(above)) {
    try {
      return disk.realpathSync(above);
    } catch {
      if (above === dirname(above)) return place;
    }
  }
}

/**
 * The place on disk of a path in the image folder, after looking at each folder on the way.
 * @param going paths that are about to be removed, and so are not in the way
 * @param real folders found real or missing in this pass, which are not looked at again; grows
 * @throws UserError where a folder on the way is a symbolic link or no folder
 */
export function placeOf(
  disk: Disk,
  root: string,
  path: string,
  going: ReadonlySet<string> = new Set(),
  real: Set<string> = new Set(),
): string {
  const parts = path.split('/');
  for (let length = 1; length < parts.length; length++) {
    const above = parts.slice(0, length).join('/');
    if (real.has(above)) continue;
    const found = statsAt(disk, below(root, above));
    if (!found) real.add(above);
    if (!found || going.has(above)) break;
    if (found.isSymbolicLink())
      throw new UserError(
        `${shownPath(above)} is a symbolic link, and ${shownPath(path)} would be written through it`,
        { hint: 'put a real folder there' },
      );
    if (!found.isDirectory())
      throw new UserError(
        `${shownPath(above)} is not a folder, so ${shownPath(path)} cannot be in it`,
        { hint: 'move it away' },
      );
    real.add(above);
  }
  return below(root, path);
}

/** A path below the folder; `join` takes milliseconds for all files of a folder. */
function below(root: string, path: string): string {
  return sep === '/' && root !== '/' ? `${root}/${path}` : join(root, path);
}
