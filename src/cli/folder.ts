/** The image folder of a command. */
import { freeRoot, rootAbove } from '../pipeline/find-folder.ts';
import { printNote, type Terminal } from './terminal.ts';

/**
 * The image folder at or above the working directory. If an earlier run was interrupted in it, that run
 * is finished or undone first, which a note reports.
 * @throws UserError if there is none, or another process is at work in it
 */
export async function recoveredRoot(terminal: Terminal): Promise<string> {
  const { root, notes } = await freeRoot(terminal.cwd);
  for (const note of notes) printNote(terminal, note);
  return root;
}

/**
 * The same, but if `readOnly` is set, an interrupted run is left as it is.
 * @param status the exit status if an interrupted run has to be left
 * @throws UserError as `recoveredRoot`, and if an interrupted run has to be left
 */
export async function rootFor(
  terminal: Terminal,
  readOnly: boolean,
  status: number,
): Promise<string> {
  return readOnly ? rootAbove(terminal.cwd, status) : recoveredRoot(terminal);
}
