/** The one class of errors that a person reads, in parts that nothing edits afterwards. */

/** What passes by itself: another run of this machine is at work, or a file was changed meanwhile. */
type Passing = 'at work' | 'changed';

export interface UserErrorParts {
  /** What to type instead: `use --os debian`. */
  hint?: string | null;
  /** The flag that gave what is wrong, without the dashes. */
  flag?: string | null;
  /** Where it was read: `requirements.txt:3`. */
  place?: string | null;
  /** 1 unless given. */
  exitCode?: number;
  passing?: Passing;
}

/** A message with one clear line for a person; ends the program with `exitCode`. */
export class UserError extends Error {
  /** What was given and why it cannot be, without flag or place. */
  readonly fault: string;
  readonly hint: string | null;
  readonly flag: string | null;
  readonly place: string | null;
  readonly exitCode: number;
  readonly passing: Passing | null;

  /** @param fault what was given and why it cannot be: one line */
  constructor(fault: string, parts: UserErrorParts = {}) {
    const { hint = null, flag = null, place = null, exitCode = 1, passing = null } = parts;
    const named = flag === null ? fault : `--${flag} ${fault}`;
    super(place === null ? named : `${place}: ${named}`);
    this.name = 'UserError';
    this.fault = fault;
    this.hint = hint;
    this.flag = flag;
    this.place = place;
    this.exitCode = exitCode;
    this.passing = passing;
  }

  /** The whole line: message and hint. */
  get line(): string {
    return this.hint === null ? this.message : `${this.message}; ${this.hint}`;
  }

  /** The same error found at a place, for what was not given by its flag, or null for no place. */
  at(place: string | null, flag: string | null = null): UserError {
    const { fault, hint, exitCode, passing } = this;
    return new UserError(fault, { hint, flag, place, exitCode, ...(passing ? { passing } : {}) });
  }

  override toString(): string {
    return `${this.name}: ${this.line}`;
  }
}

/** Whether the same may be tried again, and for which of the two reasons. */
export function passes(error: unknown, passing: Passing): boolean {
  return isUserError(error) && error.passing === passing;
}

/** That a file was changed between reading and writing. */
export function changedMeanwhile(path: string): UserError {
  return new UserError(`${path} was changed while this ran`, {
    hint: 'run this again',
    passing: 'changed',
  });
}

/** Whether an error is one for a person: by name, since a module may be loaded twice in tests. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** A refusal of the catalog as the error that a person reads. */
export function refusalError({
  reason,
  instead,
}: {
  reason: string;
  instead: string[];
}): UserError {
  return new UserError(reason, {
    hint: instead.length > 0 ? `use ${instead.join(', or ')}` : null,
  });
}

/** The exit status after Ctrl-C: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * Runs a step whose errors name the place of what they are about, and no flag where none was given.
 * @param place null: it was given by its flag; '': by a word of the command
 */
export function placed<T>(place: string | null, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!isUserError(error) || place === null) throw error;
    throw error.at(place === '' ? null : place);
  }
}
