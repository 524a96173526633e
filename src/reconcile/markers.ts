/** Conflict markers: how a conflict stands in a file until a person has decided it. */
import type { Line } from './text.ts';

const OPENING = '<<<<<<< yours';
const BASE = '||||||| base';
const MIDDLE = '=======';
const CLOSING = '>>>>>>> generator';

/** `=======` alone is also how some texts underline a heading, so it does not count by itself. */
const MARKER = /^(?:<{7}|\|{7}|>{7})(?: |$)/;
const ANY_MARKER = new RegExp(MARKER.source, 'm');

/** The lines between which both sides and what they came from stand; line ends are filled in later. */
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
  return linesThat(text, (line) => line === OPENING);
}

/** The numbers (from 1) of all lines that are conflict markers, ours or those of another merge tool. */
export function markerLines(text: string): number[] {
  // Most texts have none, which is seen at once without parting them into lines.
  if (!ANY_MARKER.test(text)) return [];
  return linesThat(text, (line) => MARKER.test(line));
}

/** Whether a conflict in this text still waits for a person. */
export function hasConflictMarkers(text: string): boolean {
  return markerLines(text).length > 0;
}

function linesThat(text: string, holds: (line: string) => boolean): number[] {
  return text.split(/\r?\n/).flatMap((line, at) => (holds(line) ? [at + 1] : []));
}
