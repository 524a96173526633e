/** What a command needs of the door that it came through: the shell, Yeoman, or a test. */
import type { Ask } from '../questions/collect.ts';
import type { Decided } from '../scaffold.ts';

export interface Door {
  /** Where paths start. */
  cwd: string;
  /** Puts a question to a person; null: nobody can be asked. */
  ask: Ask | null;
  out(text: string): void;
  err(text: string): void;
  /** Whether a diff may be coloured. */
  colour: boolean;
  /** Writes what was decided, all or nothing. */
  commit(decided: Decided): Promise<void>;
}

/** Whether a diff on a terminal may be coloured: not where a person wants none (https://no-color.org), nor on a terminal that has none. */
export function wantsColour({ NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}
