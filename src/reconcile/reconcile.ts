/** From base, disk and newly rendered files to a change set. Pure: no file is read or written here. */
import { UserError } from '../errors.ts';
import type { RenderedFile } from '../types.ts';
import type { BaseChange, Change, ChangeSet } from './change-set.ts';
import { decide } from './decide.ts';
import { hashOfText } from './fingerprint.ts';
import { byPath, type ManifestFile } from './manifest.ts';
import { conflictLines, markerLines } from './markers.ts';
import { mergeJson } from './merge-json.ts';
import { mergeRequirements } from './merge-requirements.ts';
import { mergeText } from './merge-text.ts';
import { whyNotInside } from './paths.ts';
import { shown } from './shown.ts';
import type { BaseFile, CurrentFile, State } from './state.ts';

/** The stored answers: what stands below this key was read from the file itself before rendering. */
const ANSWERS = { path: '.yo-rc.json', key: 'generator-ml-image' };

const ABSENT: CurrentFile = { kind: 'absent' };

export interface ReconcileInput extends State {
  next: readonly RenderedFile[];
  /** Paths of deleted files that the person wants back. */
  restore?: readonly string[];
}

/**
 * Decides for each file what becomes of it, and merges where both sides changed it.
 * @throws UserError while conflict markers of an earlier run are left, and where a path cannot be written
 */
export function reconcile({ base, current, next, restore = [] }: ReconcileInput): ChangeSet {
  const at = (path: string) => current[path] ?? ABSENT;
  for (const file of next) refuseOutside(file.path);
  refuseLeftMarkers([...base.files, ...next], at);
  refuseRestore(restore, next, at);

  const pairs = paired(base.files, next);
  const moving = new Set(
    pairs.flatMap(({ was, file }) => (was && was.path !== file.path ? was.path : [])),
  );
  const taken = (path: string) => at(path).kind !== 'absent' && !moving.has(path);
  const changes: Change[] = [];
  const files: ManifestFile[] = [];
  for (const { was, file } of pairs) {
    const wanted = restore.includes(file.path);
    changes.push(...changesOf(wanted ? undefined : was, file, at, taken));
    files.push(entryOf(file));
  }
  for (const was of base.files.filter((entry) => !pairs.some((pair) => pair.was === entry))) {
    const change = changeOfGone(was, at(was.path));
    if (change) changes.push(change);
    if (change?.action === 'keep-edited')
      files.push({ id: was.id, path: was.path, mode: was.mode, sha256: was.sha256, gone: true });
  }
  return { changes: changes.sort(byPath), base: baseChanges(base.files, files, next), files };
}

/** A file and what was rendered for it last: by its id, else by its path. */
function paired(base: readonly BaseFile[], next: readonly RenderedFile[]) {
  const ids = new Set(next.map((file) => file.id));
  return next.toSorted(byPath).map((file) => ({
    file,
    was:
      base.find((entry) => entry.id === file.id) ??
      base.find((entry) => entry.path === file.path && !ids.has(entry.id)),
  }));
}

/** The change of one file, and of the one that stays behind if it moved and was edited. */
function changesOf(
  was: BaseFile | undefined,
  file: RenderedFile,
  at: (path: string) => CurrentFile,
  taken: (path: string) => boolean,
): Change[] {
  if (!was || was.path === file.path) return [changeOf(was, file, at(file.path), at)];
  const old = at(was.path);
  if (old.kind === 'absent')
    return [changeOf(was, file, taken(file.path) ? at(file.path) : ABSENT, at)];
  const movable = old.kind === 'file' && old.text !== null && file.kind !== 'binary';
  if (movable && !taken(file.path)) return [moved(changeOf(was, file, old, at), was.path, old)];
  const here = taken(file.path) ? at(file.path) : ABSENT;
  const left = changeOfGone(was, old);
  return [changeOf(undefined, file, here, at), ...(left ? [left] : [])];
}

function moved(change: Change, from: string, old: CurrentFile): Change {
  if (old.kind !== 'file') return change;
  const action = change.action === 'conflict' ? 'conflict' : 'rename';
  const after = change.after ?? old.text;
  return { ...change, action, from, after, mode: change.mode ?? old.mode };
}

function changeOf(
  was: BaseFile | undefined,
  file: RenderedFile,
  current: CurrentFile,
  at: (path: string) => CurrentFile,
): Change {
  const base = was ? baseTextOf(was, file) : null;
  const owned = file.path === ANSWERS.path;
  const verdict = decide({
    known: was !== undefined,
    base,
    current,
    next: file.text,
    once: file.once === true,
    owned,
    binary: file.kind === 'binary',
  });
  const before = current.kind === 'file' ? current.text : null;
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
      return { ...change, action: verdict, note: 'you deleted it, so it is not made again' };
    case 'keep-edited':
      return withMode(was, file, {
        ...change,
        action: verdict,
        note: 'you edited it, so it stays as it is; what it would be made as has changed',
      });
    case 'beside':
      return besideOf(change, file, current, base, at(`${file.path}.new`));
    case 'update':
    case 'merge':
      return withMode(was, file, mergedOf(change, file, base, owned, verdict));
    default:
      return withMode(was, file, change);
  }
}

/** The base's text; where that was lost but the hash shows that nothing changed since, the text of now. */
function baseTextOf(was: BaseFile, file: RenderedFile): string | null {
  return was.text ?? (was.sha256 === hashOfText(file.text) ? file.text : null);
}

function mergedOf(
  change: Change,
  file: RenderedFile,
  base: string | null,
  owned: boolean,
  verdict: 'update' | 'merge',
): Change {
  const yours = change.before ?? '';
  const after =
    verdict === 'update' ? mergeText(base, yours, file.text) : merged(file, base, yours, owned);
  const conflicts = conflictLines(after).map((line) => ({ path: file.path, line }));
  const action = conflicts.length > 0 ? 'conflict' : after === yours ? 'unchanged' : verdict;
  return { ...change, action, after, conflicts };
}

function merged(file: RenderedFile, base: string | null, yours: string, owned: boolean): string {
  switch (file.kind) {
    case 'json':
      return mergeJson(base, yours, file.text, owned ? ANSWERS.key : undefined);
    case 'requirements':
      return mergeRequirements(base, yours, file.text);
    default:
      return mergeText(base, yours, file.text);
  }
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
      `${shown(path)} is in the way: take from it what you need, delete it, and run this again`,
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
    note: `${shown(file.path)} is ${is} and stays as it is; what it would be now stands beside it`,
  };
}

/** A file that is not made any more; undefined when nothing is left of it. */
function changeOfGone(was: BaseFile, current: CurrentFile): Change | undefined {
  const verdict = decide({
    known: true,
    base: was.text,
    current,
    next: null,
    once: false,
    owned: false,
    binary: false,
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

function entryOf(file: RenderedFile): ManifestFile {
  const mode = file.mode === 0o755 ? '755' : '644';
  return { id: file.id, path: file.path, mode, sha256: hashOfText(file.text) };
}

function baseChanges(
  before: readonly BaseFile[],
  files: readonly ManifestFile[],
  next: readonly RenderedFile[],
): BaseChange[] {
  const kept = new Set(files.map((file) => file.path));
  const gone = before
    .filter((file) => !kept.has(file.path))
    .map(({ path }) => ({ path, text: null }));
  const stands = ({ path, text }: RenderedFile) =>
    before.some(
      (file) => file.path === path && file.text !== null && file.sha256 === hashOfText(text),
    );
  const changed = next.filter((file) => !stands(file)).map(({ path, text }) => ({ path, text }));
  return [...gone, ...changed].sort(byPath);
}

function refuseOutside(path: string): void {
  const why = whyNotInside(path);
  if (why) throw new UserError(`${shown(path)} cannot be written in the image folder: ${why}`);
}

function refuseLeftMarkers(
  files: readonly { path: string }[],
  at: (path: string) => CurrentFile,
): void {
  const left = [...new Set(files.map((file) => file.path))].sort().flatMap((path) => {
    const found = at(path);
    const lines = found.kind === 'file' && found.text !== null ? markerLines(found.text) : [];
    return lines.map((line) => `${shown(path)}:${line}`);
  });
  if (left.length > 0)
    throw new UserError(
      `conflict markers are left at ${left.join(', ')}: keep there what is right, delete the markers, and run this again`,
    );
}

function refuseRestore(
  restore: readonly string[],
  next: readonly RenderedFile[],
  at: (path: string) => CurrentFile,
): void {
  for (const path of restore) {
    if (!next.some((file) => file.path === path))
      throw new UserError(
        `${shown(path)} is not generated, so it cannot be restored: ${next
          .map((file) => file.path)
          .sort()
          .join(', ')} are`,
      );
    if (at(path).kind !== 'absent')
      throw new UserError(
        `${shown(path)} is there, so there is nothing to restore: delete it first`,
      );
  }
}
