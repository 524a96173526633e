/** Whether files that the image needs stand in the folder. Reads only. */
import { join } from 'node:path';
import { type Disk, realDisk, standing } from './disk.ts';
import { whyNotInside } from './paths.ts';

/** Those of the paths (relative to the folder) at which nothing stands; one that leads out of it is left out. */
export function missingIn(root: string, paths: readonly string[], disk: Disk = realDisk): string[] {
  return paths.filter((path) => whyNotInside(path) === null && !standing(disk, join(root, path)));
}

/** Whether something can be reached at an absolute path, links followed. */
export function isThere(path: string, disk: Disk = realDisk): boolean {
  try {
    return disk.statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
