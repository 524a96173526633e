/** A folder and those above it, made one by one. */
import { dirname } from 'node:path';
import { codeOf, type Disk, unlessMissing } from './disk.ts';

/**
 * Makes a folder and the folders above it that are missing. `mkdirSync` with `recursive` never ends where a
 * folder that is there takes in no other and says ENOENT, as /proc does, and a home that autofs has not mounted.
 * @returns the topmost that was made; undefined: all were there
 * @throws what the file system throws
 */
export function makeFolders(disk: Disk, path: string, mode = 0o777): string | undefined {
  if (isFolder(disk, path)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : makeFolders(disk, above, mode);
  try {
    disk.mkdirSync(path, { mode });
  } catch (error) {
    // Another program may have made it in between.
    if (codeOf(error) !== 'EEXIST' || !isFolder(disk, path)) throw error;
    return first;
  }
  return first ?? path;
}

/** Whether a folder, or a link to one, is there. */
function isFolder(disk: Disk, path: string): boolean {
  let found = false;
  unlessMissing(() => {
    found = disk.statSync(path).isDirectory();
  });
  return found;
}
