/** A message with one clear line for a person; ends the program with `exitCode`. */
export class UserError extends Error {
  readonly exitCode: number;
  /** @param message what was given, why it cannot be, what would work: one line */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
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
