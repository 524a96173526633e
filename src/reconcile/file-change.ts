/** The change of one file: the verdict of decide.ts, carried out by the merge of the file's kind. */
import type { Change } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { BaseFile, CurrentFile } from '../core/folder-state.ts';
import { STORE_FILE } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import type { RenderedFile } from '../core/types.ts';
import { hashOfText } from '../folder/fingerprint.ts';
import { conflictLines } from '../merge/conflict-markers.ts';
import { merge } from '../merge/merge.ts';
import { decide, type Verdict } from './decide.ts';

/** A rendered file, and what stands at its paths. */
export interface FileSides {
  /** What was rendered for it last. */
  was: BaseFile | undefined;
  file: RenderedFile;
  current: CurrentFile;
  /** What is at its path with `.new` appended. */
  beside: CurrentFile;
}

/**
 * The change of a file that the generator makes.
 * @param asked normalised names of the requirements that this command gives or takes out
 * @throws UserError if the new text has to go to `.new`, and that exists
 */
export function changeOf(sides: FileSides, asked: readonly string[] = []): Change {
  const { was, file, current, beside } = sides;
  const base = was ? baseTextOf(was, file, current, beside) : null;
  const verdict = decide({
    known: was !== undefined,
    base,
    current,
    next: file.text,
    once: file.once === true,
    isInput: file.path === STORE_FILE,
    binary: file.kind === 'binary',
    vendored: file.vendored === true,
    asked: file.kind === 'requirements' && textIn(current) !== null && asked.length > 0,
  });
  if (verdict === 'beside') return besideOf(sides, base);
  return withMode(was, file, carryOut(verdict, unchanged(file, current), file, base, asked));
}

/** The change for a verdict, at the file's path. */
function carryOut(
  verdict: Verdict,
  change: Change,
  file: RenderedFile,
  base: string | null,
  asked: readonly string[],
): Change {
  switch (verdict) {
    case 'create':
      return { ...change, action: verdict, after: file.text, mode: file.mode };
    case 'keep-deleted':
      return { ...change, action: verdict, note: describeDeleted(file.path) };
    case 'keep-edited':
      return { ...change, action: verdict, note: EDITED };
    case 'update':
    case 'merge':
      return mergedOf(change, file, base, { asked, verdict });
    default:
      return change;
  }
}

const EDITED = 'you edited it, so it stays as it is; what it would be made as has changed';

function describeDeleted(path: string): string {
  return `you deleted it, so it is not made again; ml-image regenerate --restore ${shownPath(path)} brings it back`;
}

/** The change of a file that stays as it is. */
function unchanged({ id, path }: { id: string; path: string }, current: CurrentFile): Change {
  const text = textIn(current);
  const mode = modeOf(current);
  return {
    ...{ id, path, action: 'unchanged', before: text, after: text },
    ...{ modeBefore: mode, mode, conflicts: [], note: null },
  };
}

function textIn(current: CurrentFile): string | null {
  return current.kind === 'file' ? current.text : null;
}

function modeOf(current: CurrentFile): number | null {
  return current.kind === 'file' ? current.mode : null;
}

/**
 * The base's text; where none is kept or it was lost, the text of the new file, of the current one or of
 * the one beside it, if the hash shows that it is the one that was rendered last.
 */
function baseTextOf(was: BaseFile, file: RenderedFile, ...there: CurrentFile[]): string | null {
  const known = [was.text, file.text, ...there.map(textIn)].filter((text) => text !== null);
  return known.find((text) => text === was.text || was.sha256 === hashOfText(text)) ?? null;
}

/** What the merge of a kind of file needs to know besides its texts. */
interface MergeOptions {
  asked: readonly string[];
  verdict: 'update' | 'merge';
}

function mergedOf(
  change: Change,
  file: RenderedFile,
  base: string | null,
  options: MergeOptions,
): Change {
  const { verdict, asked } = options;
  const yours = change.before ?? '';
  const { text: after, notes } = merge(file, base, yours, verdict === 'update', asked);
  const conflicts = conflictLines(after).map((line) => ({ path: file.path, line }));
  const action = conflicts.length > 0 ? 'conflict' : after === yours ? 'unchanged' : verdict;
  const note = notes.length > 0 ? notes.join('; ') : null;
  return { ...change, action, after, conflicts, note };
}

/** The new text beside a file that cannot be merged; a file at that path is never replaced. */
function besideOf({ file, current, beside }: FileSides, base: string | null): Change {
  const path = `${file.path}.new`;
  const before = textIn(beside);
  const free = beside.kind === 'absent' || (before !== null && [file.text, base].includes(before));
  if (!free)
    throw new UserError(
      `${shownPath(path)} is in the way: take from it what you need, delete it, and run this again`,
    );
  return {
    ...unchanged({ id: file.id, path }, beside),
    action: 'beside',
    after: file.text,
    mode: modeOf(beside) ?? file.mode,
    conflicts: [{ path, line: 1 }],
    note: `${shownPath(file.path)} is ${describeCurrent(current)} and stays as it is; the new text is in ${shownPath(path)}`,
  };
}

/** What is at a path whose text cannot be merged, for the middle of a sentence. */
function describeCurrent(current: CurrentFile): string {
  switch (current.kind) {
    case 'file':
      return current.text === null ? 'not text' : 'edited';
    case 'absent':
      return 'not there';
    case 'symlink':
      return 'a symbolic link';
    case 'directory':
      return 'a folder';
    case 'special':
      return 'not an ordinary file';
  }
}

/** A file that is not generated any more: what `decide` needs besides its texts. */
const GONE = {
  ...{ known: true, next: null, once: false, isInput: false },
  ...{ binary: false, vendored: false, asked: false },
};

/** The change of a file that is not generated any more; undefined when nothing is left of it. */
export function changeOfGone(was: BaseFile, current: CurrentFile): Change | undefined {
  const text = textIn(current);
  const isBase = text !== null && was.sha256 === hashOfText(text);
  const verdict = decide({ ...GONE, base: was.text ?? (isBase ? text : null), current });
  if (verdict === 'forget') return undefined;
  const change: Change = { ...unchanged(was, current), mode: null };
  if (verdict === 'delete') return { ...change, action: 'delete', after: null };
  return {
    ...change,
    action: 'keep-edited',
    note: 'it is not made any more, but you edited it, so it stays',
  };
}

/** Merges the executable bit like a text: the generator's change is taken where the user made none. */
function withMode(was: BaseFile | undefined, file: RenderedFile, change: Change): Change {
  if (!was || change.mode === null) return change;
  const [base, next] = [was.mode === '755', file.mode === 0o755];
  const current = (change.mode & 0o100) !== 0;
  if (base === next || current !== base) return change;
  const mode = next ? change.mode | ((change.mode & 0o444) >> 2) : change.mode & ~0o111;
  return { ...change, mode, action: change.action === 'unchanged' ? 'mode' : change.action };
}
