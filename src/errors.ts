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
