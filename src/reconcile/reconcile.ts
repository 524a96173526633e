/** Compares base, current and rendered files and gives a change set. Pure: reads and writes no file. */

import type { BaseChange, Change, ChangeSet } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import {
  type BaseFile,
  byPath,
  type CurrentFile,
  type ManifestEntry,
  type State,
} from '../core/folder-state.ts';
import { shownPath } from '../core/text.ts';
import type { RenderedFile } from '../core/types.ts';
import { hashOfText } from '../folder/fingerprint.ts';
import { whyNotInside } from '../folder/paths.ts';
import { changeOf, changeOfGone } from './file-change.ts';
import { refuseLeftMarkers } from './left-markers.ts';

const ABSENT: CurrentFile = { kind: 'absent' };

export interface ReconcileInput extends State {
  next: readonly RenderedFile[];
  /** Paths of deleted files to restore. */
  restore?: readonly string[];
  /** Normalised names of the requirements that this command gives or takes out. */
  asked?: readonly string[];
}

/**
 * Decides the change of each file, and merges where both sides changed it.
 * @throws UserError while conflict markers of an earlier run are left, and where a path cannot be written
 */
export function reconcile({
  base,
  current,
  next,
  restore = [],
  asked = [],
}: ReconcileInput): ChangeSet {
  const at = (path: string) => current[path] ?? ABSENT;
  for (const file of next) refuseOutside(file.path);
  refuseLeftMarkers(mergedPaths(base.files, next), at);
  refuseRestore(restore, next, at);

  const pairs = pairById(base.files, next);
  const moving = new Set(
    pairs.flatMap(({ was, file }) => (was && was.path !== file.path ? was.path : [])),
  );
  const taken = (path: string) => at(path).kind !== 'absent' && !moving.has(path);
  const changes: Change[] = [];
  const files: ManifestEntry[] = [];
  for (const { was, file } of pairs) {
    const restores = restore.includes(file.path);
    changes.push(...changesOf(restores ? undefined : was, file, { at, taken, asked }));
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

/** The paths of the files that may be merged: all but those that are written once. */
function mergedPaths(base: readonly BaseFile[], next: readonly RenderedFile[]): string[] {
  const once = new Set(next.filter((file) => file.once).map(({ path }) => path));
  return [...base, ...next].map(({ path }) => path).filter((path) => !once.has(path));
}

/** A file and what was rendered for it last: by its id, else by its path. */
function pairById(base: readonly BaseFile[], next: readonly RenderedFile[]) {
  const ids = new Set(next.map((file) => file.id));
  return next.toSorted(byPath).map((file) => ({
    file,
    was:
      base.find((entry) => entry.id === file.id) ??
      base.find((entry) => entry.path === file.path && !ids.has(entry.id)),
  }));
}

/** What a file's change depends on besides the file. */
interface Folder {
  at: (path: string) => CurrentFile;
  taken: (path: string) => boolean;
  asked: readonly string[];
}

/** The change of one file, and of its former path if it moved and was edited. */
function changesOf(
  was: BaseFile | undefined,
  file: RenderedFile,
  { at, taken, asked }: Folder,
): Change[] {
  const beside = at(`${file.path}.new`);
  const change = (last: BaseFile | undefined, current: CurrentFile) =>
    changeOf({ was: last, file, current, beside }, asked);
  if (!was || was.path === file.path) return [change(was, at(file.path))];
  const old = at(was.path);
  const here = taken(file.path) ? at(file.path) : ABSENT;
  if (old.kind === 'absent') return [change(was, here)];
  const merges = file.kind !== 'binary' && !file.vendored;
  const movable = old.kind === 'file' && old.text !== null && merges;
  if (movable && !taken(file.path)) return [moveFrom(change(was, old), was.path, old)];
  const left = changeOfGone(was, old);
  return [change(undefined, here), ...(left ? [left] : [])];
}

function moveFrom(change: Change, from: string, old: CurrentFile): Change {
  if (old.kind !== 'file') return change;
  const action = change.action === 'conflict' ? 'conflict' : 'rename';
  const after = change.after ?? old.text;
  return { ...change, action, from, after, mode: change.mode ?? old.mode };
}

function entryOf({ id, path, mode, text }: RenderedFile): ManifestEntry {
  return { id, path, mode: mode === 0o755 ? '755' : '644', text };
}

function baseChanges(
  before: readonly BaseFile[],
  files: readonly ManifestEntry[],
  next: readonly RenderedFile[],
): BaseChange[] {
  const kept = new Set(files.map((file) => file.path));
  const vendored = new Set(next.filter((file) => file.vendored).map(({ path }) => path));
  const gone = before
    .filter(({ path, text }) => (vendored.has(path) ? text !== null : !kept.has(path)))
    .map(({ path }) => ({ path, text: null }));
  const stands = ({ path, text }: RenderedFile) => {
    const was = before.find((file) => file.path === path);
    return was?.text === text || (was?.text != null && was.sha256 === hashOfText(text));
  };
  const changed = next
    .filter((file) => !file.vendored && !stands(file))
    .map(({ path, text }) => ({ path, text }));
  return [...gone, ...changed].sort(byPath);
}

function refuseOutside(path: string): void {
  const why = whyNotInside(path);
  if (why) throw new UserError(`${shownPath(path)} cannot be written in the image folder: ${why}`);
}

function refuseRestore(
  restore: readonly string[],
  next: readonly RenderedFile[],
  at: (path: string) => CurrentFile,
): void {
  for (const path of restore) {
    if (!next.some((file) => file.path === path))
      throw new UserError(
        `${shownPath(path)} is not generated, so it cannot be restored: ${next
          .map((file) => file.path)
          .sort()
          .join(', ')} are`,
      );
    if (at(path).kind !== 'absent')
      throw new UserError(`${shownPath(path)} is there, so there is nothing to restore`, {
        hint: 'delete it first',
      });
  }
}
