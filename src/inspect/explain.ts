/** Turns errors of reading a model into a UserError of one line. */
import { isUserError, UserError } from '../core/errors.ts';
import type { Budget } from './read/budget.ts';
import { isMalformed } from './read/malformed.ts';

/** Makes a text from a file fit into one line: no control characters, at most 500 characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500);
}

/** What is wrong with a file, as the end of a sentence, and what to do. */
export interface Fault {
  what: string;
  hint: string;
}

/** A fault as text, for a warning: `is missing; download it too`. */
export function faultText({ what, hint }: Fault): string {
  return `${what}; ${hint}`;
}

/** The error for a fault. @param subject the file or directory: `the model "m.pt"` */
export function faultError(subject: string, { what, hint }: Fault): UserError {
  return new UserError(`${subject} ${what}`, { hint });
}

/**
 * Runs a reader and turns its errors into a UserError of one line: malformed content, a limit that
 * was reached, a file that cannot be opened.
 * @param shown the file or directory, quoted
 * @param title what its content looks like, if that is known
 */
export async function explaining<T>(
  shown: string,
  budget: Budget,
  work: () => Promise<T>,
  title?: string,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, shown, budget, title);
  }
}

/**
 * What `explaining` throws for an error.
 * @returns a UserError, or the error itself if it is a fault of this program
 */
export function explained(error: unknown, shown: string, budget: Budget, title?: string): unknown {
  if (isUserError(error)) return error;
  if (isMalformed(error) && error.kind === 'limit') return tooLong(shown, budget, error.message);
  const why = isMalformed(error) ? oneLine(error.message) : contradiction(error);
  if (why !== null) {
    const what = title === undefined ? shown : `${shown} looks like ${title}, but`;
    const cut = isMalformed(error) && error.kind === 'cut off';
    return cut
      ? new UserError(`the model ${what} is cut off (it ${why})`, {
          hint: 'download or copy it again',
        })
      : new UserError(`the model ${what} ${why}`, { hint: 'check that the copy is complete' });
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : unreadable(shown, code);
}

/** A header that points outside itself, or nests without end, causes a RangeError. */
function contradiction(error: unknown): string | null {
  return error instanceof RangeError ? 'has a header that contradicts itself' : null;
}

/** The error for a model that exceeds the budget of the command. */
export function tooLong(shown: string, budget: Budget, reason?: string): UserError {
  const why = budget.exceeded ?? oneLine(reason ?? 'takes too long to read');
  return new UserError(`the model ${shown} ${why}, more than any real model`, {
    hint: 'give the path of the model alone, without other files',
  });
}

/** The error for a file that the system does not let us read. */
export function unreadable(shown: string, code: string | undefined): UserError {
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(`the model ${shown} cannot be read: its permissions do not allow it`, {
      hint: 'change them with "chmod -R u+rX"',
    });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') {
    return new UserError(`the model ${shown} changed while it was read`, {
      hint: 'try again when no program writes to it',
    });
  }
  return new UserError(`the model ${shown} cannot be read (${code ?? 'unknown error'})`);
}
