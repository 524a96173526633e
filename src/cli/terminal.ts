import { visibleLine, visibleText } from '../core/text.ts';
import type { PreparedFolder } from '../pipeline/commit.ts';
import type { Ask } from '../questions/collect.ts';

/** Prints text, in which each character that steers a terminal or is not seen becomes `\\u....`. */
export type Print = (
  text: string,
  /** Puts colour or cursor movements around what is then safe to print. */
  paint?: (text: string) => string,
) => void;

export interface Terminal {
  /** Where paths start. */
  cwd: string;
  /** Puts a question to a person; null: nobody can be asked. */
  ask: Ask | null;
  out: Print;
  err: Print;
  /** Whether a diff may be coloured. */
  colour: boolean;
  /** Writes what was decided, all or nothing. */
  commit(prepared: PreparedFolder): Promise<void>;
}

/** Whether a diff on a terminal may be coloured: not where a person wants none (https://no-color.org), nor on a terminal that has none. */
export function wantsColour({ NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

/** The printing of a terminal from what writes bytes: whatever a command prints goes through here. */
export function printing(write: (text: string) => void): Print {
  return (text, paint = (safe) => safe) => write(paint(visibleText(text)));
}

/** A note for a person, one line whatever is in it. */
export function printNote(terminal: Pick<Terminal, 'err'>, text: string): void {
  terminal.err(`note: ${visibleLine(text)}\n`);
}

/** Who may be asked: nobody where a program reads the answer, nor where nothing is to be written. */
export function mayAsk(on: ReadonlySet<string>, { ask }: Terminal): Ask | null {
  return ['yes', 'json', 'check', 'dry-run'].some((flag) => on.has(flag)) ? null : ask;
}
