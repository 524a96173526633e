import { visibleLine, visibleText } from '../core/text.ts';
import type { PreparedFolder } from '../pipeline/commit.ts';
import type { Ask } from '../questions/collect.ts';

/** Prints text; control and invisible characters become `\\u....`. */
export type Print = (
  text: string,
  /** Adds colour or cursor movements to the text, which is then safe to print. */
  paint?: (text: string) => string,
) => void;

/** What a command prints, asks and writes through: the bin's or Yeoman's. */
export interface Terminal {
  /** The directory of relative paths. */
  cwd: string;
  /** Asks the user; null: nobody can be asked. */
  ask: Ask | null;
  out: Print;
  err: Print;
  /** Whether a diff may be coloured. */
  colour: boolean;
  /** Writes a prepared folder, all or nothing. */
  commit(prepared: PreparedFolder): Promise<void>;
}

/** Whether the environment allows colour: not if NO_COLOR is set (https://no-color.org), nor on a dumb terminal. */
export function allowsColour({ NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

/** A `Print` that writes by `write`. Everything that a command prints goes through it. */
export function printing(write: (text: string) => void): Print {
  return (text, paint = (safe) => safe) => write(paint(visibleText(text)));
}

/** Prints a note on stderr, as one line. */
export function printNote(terminal: Pick<Terminal, 'err'>, text: string): void {
  terminal.err(`note: ${visibleLine(text)}\n`);
}

/** How the user is asked; null with --yes, if a program reads the output, or if nothing will be written. */
export function mayAsk(on: ReadonlySet<string>, terminal: Terminal): Ask | null {
  // `ask` is read only if it makes a difference: to find out loads Node's streams.
  return ['yes', 'json', 'check', 'dry-run'].some((flag) => on.has(flag)) ? null : terminal.ask;
}
