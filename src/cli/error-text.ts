/** An error as the one line that a person reads, and as the JSON that a program reads. */
import { isUserError } from '../core/errors.ts';
import { visibleLine, visibleText } from '../core/text.ts';

/** If this variable is set, the stack of an internal error is printed too. */
const TRACE = 'ML_IMAGE_TRACE';

/** Maximum length of an internal error's message, in characters. */
const LONGEST = 300;

/**
 * The text of an error, without the name of the program: message and hint of a UserError; for any
 * other error a request to report it, followed by its stack if ML_IMAGE_TRACE is set.
 * @param environment that of the process
 */
export function errorText(error: unknown, environment: NodeJS.ProcessEnv = process.env): string {
  if (isUserError(error)) return visibleLine(error.line);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = `internal error in ml-image (${visibleLine(what).slice(0, LONGEST)})`;
  const stack = error instanceof Error ? error.stack : undefined;
  if (!environment[TRACE] || stack === undefined) {
    return `${line}; please report it, with the output of the command under ${TRACE}=1`;
  }
  return `${line}; please report it:\n${visibleText(stack)}`;
}

/** The line of an error on stderr, as the bin prints it. */
export function errorLine(error: unknown): string {
  return `ml-image: ${errorText(error)}\n`;
}

/** The exit status after an error. */
export function exitCodeOf(error: unknown): number {
  return isUserError(error) ? error.exitCode : 1;
}

/** The line of JSON that `--json` prints for an error: the whole line, its hint if there is one, the exit status. */
export function errorJson(error: unknown): string {
  const status = exitCodeOf(error);
  if (isUserError(error)) {
    const { line, hint } = error;
    return `${JSON.stringify({ error: line, ...(hint === null ? {} : { hint }), status })}\n`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `${JSON.stringify({ error: message, status })}\n`;
}
