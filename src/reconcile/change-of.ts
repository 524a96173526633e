/** What becomes of one file, with its text: the verdict of decide.ts carried out by the merge of its kind. */

import type { Change } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { BaseFile, CurrentFile } from '../core/folder-state.ts';
import { STORE_FILE } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import type { RenderedFile } from '../core/types.ts';
import { hashOfText } from '../folder/fingerprint.ts';
import { conflictLines } from '../merge/conflict-markers.ts';
import { merge } from '../merge/merge.ts';
import { decide } from './decide.ts';

/**
 * The change of a file that the generator makes.
 * @param was what was rendered for it last
 * @param beside what is at its path with `.new` appended
 * @param asked normalised names of the requirements that this command gives or takes out
 * @throws UserError if the new text has to go to `.new`, and that exists
 */
export function changeOf(
  was: BaseFile | undefined,
  file: RenderedFile,
  current: CurrentFile,
  beside: CurrentFile,
  asked: readonly string[] = [],
): Change {
  const base = was ? baseTextOf(was, file, current) : null;
  const owned = file.path === STORE_FILE;
  const before = current.kind === 'file' ? current.text : null;
  const verdict = decide({
    known: was !== undefined,
    base,
    current,
    next: file.text,
    once: file.once === true,
    owned,
    binary: file.kind === 'binary',
    asked: file.kind === 'requirements' && before !== null && asked.length > 0,
  });
  const change: Change = {
    id: file.id,
    path: file.path,
    action: 'unchanged',
    before,
    after: before,
    modeBefore: current.kind === 'file' ? current.mode : null,
    mode: current.kind === 'file' ? current.mode : null,
    conflicts: [],
    note: null,
  };
  switch (verdict) {
    case 'create':
      return { ...change, action: 'create', after: file.text, mode: file.mode };
    case 'keep-deleted':
      return {
        ...change,
        action: verdict,
        note: `you deleted it, so it is not made again; ml-image regenerate --restore ${shownPath(file.path)} brings it back`,
      };
    case 'keep-edited':
      return withMode(was, file, {
        ...change,
        action: verdict,
        note: 'you edited it, so it stays as it is; what it would be made as has changed',
      });
    case 'beside':
      return besideOf(change, file, current, base, beside);
    case 'update':
    case 'merge':
      return withMode(was, file, mergedOf(change, file, base, { asked, verdict }));
    default:
      return withMode(was, file, change);
  }
}

/**
 * The base's text; where that was lost, the text of now or the person's where the hash shows that it is
 * still the one that was rendered.
 */
function baseTextOf(was: BaseFile, file: RenderedFile, current: CurrentFile): string | null {
  if (was.text !== null) return was.text;
  if (was.sha256 === hashOfText(file.text)) return file.text;
  const yours = current.kind === 'file' ? current.text : null;
  return yours !== null && was.sha256 === hashOfText(yours) ? yours : null;
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

/** The new text beside a file that cannot be merged; the path that is in the way is never written over. */
function besideOf(
  change: Change,
  file: RenderedFile,
  current: CurrentFile,
  base: string | null,
  beside: CurrentFile,
): Change {
  const path = `${file.path}.new`;
  const before = beside.kind === 'file' ? beside.text : null;
  const free = beside.kind === 'absent' || (before !== null && [file.text, base].includes(before));
  if (!free)
    throw new UserError(
      `${shownPath(path)} is in the way: take from it what you need, delete it, and run this again`,
    );
  const what = { symlink: 'a symbolic link', directory: 'a folder', special: 'no ordinary file' };
  const is = current.kind === 'file' || current.kind === 'absent' ? 'no text' : what[current.kind];
  return {
    ...change,
    path,
    action: 'beside',
    before,
    after: file.text,
    modeBefore: beside.kind === 'file' ? beside.mode : null,
    mode: beside.kind === 'file' ? beside.mode : file.mode,
    conflicts: [{ path, line: 1 }],
    note: `${shownPath(file.path)} is ${is} and stays as it is; what it would be now stands beside it`,
  };
}

/** A file that is not made any more; undefined when nothing is left of it. */
export function changeOfGone(was: BaseFile, current: CurrentFile): Change | undefined {
  const verdict = decide({
    known: true,
    base: was.text,
    current,
    next: null,
    once: false,
    owned: false,
    binary: false,
    asked: false,
  });
  if (verdict === 'forget') return undefined;
  const before = current.kind === 'file' ? current.text : null;
  const modeBefore = current.kind === 'file' ? current.mode : null;
  const change = { id: was.id, path: was.path, before, modeBefore, mode: null, conflicts: [] };
  return verdict === 'delete'
    ? { ...change, action: 'delete', after: null, note: null }
    : {
        ...change,
        action: 'keep-edited',
        after: before,
        note: 'it is not made any more, but you edited it, so it stays',
      };
}

/** The executable bit, merged like a text: the generator's change is taken where the person made none. */
function withMode(was: BaseFile | undefined, file: RenderedFile, change: Change): Change {
  if (!was || change.mode === null) return change;
  const [had, wanted] = [was.mode === '755', file.mode === 0o755];
  const has = (change.mode & 0o100) !== 0;
  if (had === wanted || has !== had) return change;
  const mode = wanted ? change.mode | ((change.mode & 0o444) >> 2) : change.mode & ~0o111;
  return { ...change, mode, action: change.action === 'unchanged' ? 'mode' : change.action };
}
