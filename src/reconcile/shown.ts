import { isHidden, jsonText, visibleLine } from '../core/visible.ts';

const PLAIN = /^[\p{L}\p{N}\p{M}\p{S}\p{Pd}\p{Pc} .,/@~:%#[\]{}()!&=\\]+$/u;

/** A path for a message: as it is, or quoted where it holds something that a terminal would act on. */
export function shown(path: string): string {
  return PLAIN.test(path) && !isHidden(path) ? path : jsonText(path);
}

/** A line of a person's file for a message: as it is, without anything that a terminal would act on. */
export function shownLine(line: string): string {
  return visibleLine(line);
}
