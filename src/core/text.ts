import { isHidden, jsonText, visibleLine } from './visible.ts';

const PLAIN = /^[\p{L}\p{N}\p{M}\p{S}\p{Pd}\p{Pc} .,/@~:%#[\]{}()!&=\\]+$/u;

/** A path for a message: as it is, or quoted where it holds something that a terminal would act on. */
export function shownPath(path: string): string {
  return PLAIN.test(path) && !isHidden(path) ? path : jsonText(path);
}

/** A line of a person's file for a message: as it is, without anything that a terminal would act on. */
export function shownLine(line: string): string {
  return visibleLine(line);
}

/**
 * Text for a message: characters that steer a terminal or are not seen become `\u....`, and what is
 * over 80 characters is cut, so that a message stays one readable line.
 */
export function shown(text: string): string {
  return shownUpTo(80, text);
}

/** The same in single quotes. */
export function quoted(text: string): string {
  return `'${shown(text)}'`;
}

/** The same for a text that may have another number of characters. */
export function shownUpTo(most: number, text: string): string {
  const visible = visibleLine(text);
  return visible.length > most ? `${visible.slice(0, most - 3)}...` : visible;
}

/** A value of a user's JSON on one line of at most `most` characters. */
export function shownJson(value: unknown, most = 80): string {
  return shownUpTo(most, JSON.stringify(value) ?? 'nothing');
}

/**
 * A JSON document, indented by two blanks, with a final line break. Line separators, controls and
 * characters that are not seen are written as `\uXXXX`: the same data, but shown.
 */
export function json(value: unknown): string {
  return `${jsonText(value, 2)}\n`;
}
