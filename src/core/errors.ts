/** The one class of errors for a person; its parts stay apart until it is printed. */

/** Why a later try may succeed: another run is at work in the folder, or a file was changed meanwhile. */
type Passing = 'at work' | 'changed';

export interface UserErrorParts {
  /** What to type instead: `use --os debian`. */
  hint?: string | null;
  /** The flag that gave the wrong value, without the dashes. */
  flag?: string | null;
  /** Where the wrong value was read: `requirements.txt:3`. */
  place?: string | null;
  /** 1 unless given. */
  exitCode?: number;
  passing?: Passing;
}

/** An error that is printed as one line; ends the program with `exitCode`. */
export class UserError extends Error {
  /** What was given and why it is wrong, without flag or place. */
  readonly fault: string;
  readonly hint: string | null;
  readonly flag: string | null;
  readonly place: string | null;
  readonly exitCode: number;
  readonly passing: Passing | null;

  /** @param fault what was given and why it is wrong: one line */
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

  /** The line that is printed: message and hint. */
  get line(): string {
    return this.hint === null ? this.message : `${this.message}; ${this.hint}`;
  }

  /** The same error with another place and flag. */
  at(place: string | null, flag: string | null = null): UserError {
    const { fault, hint, exitCode, passing } = this;
    return new UserError(fault, { hint, flag, place, exitCode, ...(passing ? { passing } : {}) });
  }

  override toString(): string {
    return `${this.name}: ${this.line}`;
  }
}

/** Whether an error is one after which a later try may succeed, for this reason. */
export function passes(error: unknown, passing: Passing): boolean {
  return isUserError(error) && error.passing === passing;
}

/** The error that a file was changed between reading and writing. */
export function changedMeanwhile(path: string): UserError {
  return new UserError(`${path} was changed while this ran`, {
    hint: 'run this again',
    passing: 'changed',
  });
}

/** Whether an error is a UserError: by name, since each bundle of dist/ has its copy of the class. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** A refusal of the catalog as an error. */
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
 * Runs a check of a value that may not have been given by its flag, and sets the place of its errors.
 * @param place where the value was read; '' for an argument of the command, null if its flag gave it
 * @throws UserError with that place, and without a flag unless `place` is null
 */
export function placed<T>(place: string | null, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!isUserError(error) || place === null) throw error;
    throw error.at(place === '' ? null : place);
  }
}
