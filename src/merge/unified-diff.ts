/** A change set as a unified diff, as git writes it: `git apply` can read it. */

import { type Change, type ChangeSet, isWritten } from '../core/change-set.ts';
import { differences, type Hunk } from './align.ts';
import { splitLines } from './lines.ts';

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/** The diff of all files that would change; empty where none would. Plain text, one newline at its end. */
export function unifiedDiff(changeSet: ChangeSet): string {
  return changeSet.changes.filter(isWritten).map(fileDiff).join('');
}

function fileDiff(change: Change): string {
  const { before, after, path } = change;
  const from = change.from ?? path;
  const header = [`diff --git ${quoted(`a/${from}`)} ${quoted(`b/${path}`)}`];
  const [old, now] = [gitMode(change.modeBefore), gitMode(change.mode)];
  if (before === null) header.push(`new file mode ${now}`);
  else if (after === null) header.push(`deleted file mode ${old}`);
  else if (old !== now) header.push(`old mode ${old}`, `new mode ${now}`);
  if (change.from !== undefined)
    header.push(`rename from ${quoted(from)}`, `rename to ${quoted(path)}`);
  const hunks = hunkTexts(linesOf(before), linesOf(after));
  if (hunks.length > 0) {
    header.push(`--- ${before === null ? '/dev/null' : ended(`a/${from}`)}`);
    header.push(`+++ ${after === null ? '/dev/null' : ended(`b/${path}`)}`);
  }
  return `${[...header, ...hunks].join('\n')}\n`;
}

/** Lines as a diff shows them: a carriage return and a missing last newline are part of what differs. */
function linesOf(text: string | null): string[] {
  const { byteOrderMark, lines } = splitLines(text ?? '');
  return lines.map(({ text: line, end }, at) => {
    const start = byteOrderMark && at === 0 ? '\uFEFF' : '';
    const rest = end === '' ? '\n\\ No newline at end of file' : end === '\r\n' ? '\r' : '';
    return start + line + rest;
  });
}

function hunkTexts(before: string[], after: string[]): string[] {
  return gathered(differences(before, after)).map((hunks) => {
    const [first, last] = [hunks[0] as Hunk, hunks.at(-1) as Hunk];
    const lead = Math.min(CONTEXT, first.aFrom);
    const tail = Math.min(CONTEXT, before.length - last.aTo);
    const lines: string[] = [];
    let at = first.aFrom - lead;
    for (const hunk of hunks) {
      lines.push(...before.slice(at, hunk.aFrom).map((line) => ` ${line}`));
      lines.push(...before.slice(hunk.aFrom, hunk.aTo).map((line) => `-${line}`));
      lines.push(...after.slice(hunk.bFrom, hunk.bTo).map((line) => `+${line}`));
      at = hunk.aTo;
    }
    lines.push(...before.slice(at, at + tail).map((line) => ` ${line}`));
    const old = range(first.aFrom - lead, last.aTo + tail);
    const now = range(first.bFrom - lead, last.bTo + tail);
    return [`@@ -${old} +${now} @@`, ...lines].join('\n');
  });
}

/** Differences whose context would overlap or touch share one hunk. */
function gathered(hunks: Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1);
    if (last && hunk.aFrom - (last.at(-1) as Hunk).aTo <= 2 * CONTEXT) last.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

/** `first,count`; an empty range names the line before it. */
function range(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}

/** Git knows two modes of ordinary files. */
function gitMode(mode: number | null): string {
  return mode !== null && (mode & 0o100) !== 0 ? '100755' : '100644';
}

function quoted(path: string): string {
  return path.includes('"') ? `"${path.replaceAll('"', '\\"')}"` : path;
}

/** A name with a blank ends with a tab in these two lines, so that readers know where it ends. */
function ended(path: string): string {
  return path.includes(' ') ? `${quoted(path)}\t` : quoted(path);
}
