/** The image folder of a command, whichever door it came through. */
import { freeRoot, rootAbove } from '../../pipeline/find-folder.ts';
import { type Door, printNote } from '../terminal.ts';

/**
 * The image folder at or above the door's place, mended where a killed run left it half-way; what a person
 * should know of that is told.
 * @throws UserError where there is none, or another process is at work in it
 */
export async function mendedRoot(door: Door): Promise<string> {
  const { root, notes } = await freeRoot(door.cwd);
  for (const note of notes) printNote(door, note);
  return root;
}

/**
 * The same, left as it is where nothing may be touched.
 * @param status the exit status of a folder that is then half-way
 * @throws UserError as `mendedRoot`, and where it would have to be mended
 */
export async function rootOf(door: Door, readOnly: boolean, status: number): Promise<string> {
  return readOnly ? rootAbove(door.cwd, status) : mendedRoot(door);
}
