/** Conflict markers: how a file holds a conflict until the user has resolved it. */
import { BYTE_ORDER_MARK, type Line } from './lines.ts';

const OPENING = '<<<<<<< yours';
const BASE = '||||||| base';
const MIDDLE = '=======';
const CLOSING = '>>>>>>> generator';

/** Ours as they were written, and an opening and a closing one of any merge tool. */
const OURS: ReadonlySet<string> = new Set([OPENING, BASE, CLOSING]);
const OPENS = /^<{7}(?: |$)/;
const CLOSES = /^>{7}(?: |$)/;
const MARKER = /^(?:<{7}|\|{7}|>{7})(?: |$)/;
const ANY_MARKER = new RegExp(MARKER.source, 'm');

/** Files in which no line of seven `=` is anything else; elsewhere it may underline a heading. */
const NO_HEADINGS = /^(?:Dockerfile|Makefile|\.dockerignore|requirements\.txt|.*\.json)$/;

/** The marker lines around both sides and their base; line ends are added later. */
export function conflictBlock(yours: Line[], base: Line[], next: Line[]): Line[] {
  const marker = (text: string): Line => ({ text, end: '' });
  return [
    marker(OPENING),
    ...yours,
    marker(BASE),
    ...base,
    marker(MIDDLE),
    ...next,
    marker(CLOSING),
  ];
}

/** The numbers (from 1) of the lines on which a conflict begins, as a merge wrote them. */
export function conflictLines(text: string): number[] {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return plain.split(/\r?\n/).flatMap((line, at) => (line === OPENING ? [at + 1] : []));
}

/**
 * The numbers (from 1) of all lines that are conflict markers: each one of ours, and those of another
 * merge tool where one opens and one closes. A person's mail quote (`>>>>>>> so it is`) is none.
 * @param path of the file, where a line of seven `=` may count too
 */
export function markerLines(text: string, path = ''): number[] {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const middle = NO_HEADINGS.test(path) && /^={7}\r?$/m.test(plain);
  // Most texts have none, which is seen at once without parting them into lines.
  if (!middle && !ANY_MARKER.test(plain)) return [];
  const lines = plain.split(/\r?\n/);
  const foreign = lines.some((line) => OPENS.test(line)) && lines.some((line) => CLOSES.test(line));
  const is = (line: string) =>
    OURS.has(line) || (foreign && MARKER.test(line)) || (middle && line === MIDDLE);
  return lines.flatMap((line, at) => (is(line) ? [at + 1] : []));
}

/** Whether a conflict in this text still waits for a person. */
export function hasConflictMarkers(text: string): boolean {
  return markerLines(text).length > 0;
}
