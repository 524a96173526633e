/** A message with one clear line for a person; ends the program with `exitCode`. */
export class UserError extends Error {
  readonly exitCode: number;
  /** What passes by itself: another run of this machine is at work, or a file was changed meanwhile. */
  readonly passing: Passing | null;
  /** @param message what was given, why it cannot be, what would work: one line */
  constructor(message: string, exitCode = 1, passing: Passing | null = null) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
    this.passing = passing;
  }
}

type Passing = 'at work' | 'changed';

/** Whether the same may be tried again, and for which of the two reasons. */
export function passes(error: unknown, passing: Passing): boolean {
  return isUserError(error) && error.passing === passing;
}

/** That a file was changed between reading and writing. */
export function changedMeanwhile(path: string): UserError {
  return new UserError(`${path} was changed while this ran: run this again`, 1, 'changed');
}

/** Whether an error is one for a person: by name, since a module may be loaded twice in tests. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** A refusal of the catalog as the line that a person reads. */
export function refusalError(refusal: { reason: string; instead: string[] }): UserError {
  const { reason, instead } = refusal;
  return new UserError(
    instead.length > 0 ? `${reason}; what works: ${instead.join(', or ')}` : reason,
  );
}

/** The exit status after Ctrl-C: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** Runs a step whose errors name the place of what they are about, and no flag where none was given. */
export function placed<T>(place: string | null, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!isUserError(error) || place === null) throw error;
    const message = error.message.replace(/^--[a-z]+ /, '');
    throw new UserError(place === '' ? message : `${place}: ${message}`);
  }
}
