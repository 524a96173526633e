/** The image folder that a command is for. */
import { freeRoot, rootAbove } from '../pipeline/find-folder.ts';
import { printNote, type Terminal } from './terminal.ts';

/**
 * The image folder at or above the working directory, mended where a killed run left it half-way; what a person
 * should know of that is told.
 * @throws UserError where there is none, or another process is at work in it
 */
export async function mendedRoot(terminal: Terminal): Promise<string> {
  const { root, notes } = await freeRoot(terminal.cwd);
  for (const note of notes) printNote(terminal, note);
  return root;
}

/**
 * The same, left as it is where nothing may be touched.
 * @param status the exit status of a folder that is then half-way
 * @throws UserError as `mendedRoot`, and where it would have to be mended
 */
export async function rootOf(
  terminal: Terminal,
  readOnly: boolean,
  status: number,
): Promise<string> {
  return readOnly ? rootAbove(terminal.cwd, status) : mendedRoot(terminal);
}
