import { visibleLine, visibleText } from '../core/text.ts';

/** Set to anything, it adds where in the program the fault was. */
const TRACE = 'ML_IMAGE_TRACE';

/** Longest part of an error's own message that is printed, in characters. */
const LONGEST = 300;

/**
 * One line that asks to report it; with the stack below it where the environment asks for that.
 * @param environment that of the process
 */
export function faultText(error: unknown, environment: NodeJS.ProcessEnv = process.env): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = `a fault in ml-image itself (${visibleLine(what).slice(0, LONGEST)})`;
  const stack = error instanceof Error ? error.stack : undefined;
  if (!environment[TRACE] || stack === undefined) {
    return `${line}; please report it, with what ${TRACE}=1 before the command adds`;
  }
  return `${line}; please report it:\n${visibleText(stack)}`;
}
