import { byPath, type ManifestEntry } from './folder-state.ts';

/**
 * What happens to a file. `beside`: the new text goes to `<file>.new`, since the file itself holds no text;
 * `mode`: only its executable bit changes; `keep-edited`: it stays although it would be removed or made anew;
 * `keep-deleted`: the person deleted it, so it is not made again.
 */
export type Action =
  | 'unchanged'
  | 'create'
  | 'update'
  | 'merge'
  | 'conflict'
  | 'beside'
  | 'delete'
  | 'rename'
  | 'mode'
  | 'keep-edited'
  | 'keep-deleted';

/** A place that waits for a person's decision. */
export interface Conflict {
  path: string;
  /** From 1; 1 also for a file that cannot hold markers. */
  line: number;
}

export interface Change {
  id: string;
  /** Where the file will be; for `beside` the `.new` file. */
  path: string;
  action: Action;
  /** Where it was, if it moves. */
  from?: string;
  /** The text on disk now (at `from`, if it moves), null if there is none or it is no text. */
  before: string | null;
  /** The text that will be there, null if none or as it is. */
  after: string | null;
  /** Permission bits that the file has now and will have, null where there is none. */
  modeBefore: number | null;
  mode: number | null;
  conflicts: Conflict[];
  /** What a person should know of it. */
  note: string | null;
}

/** A file of `.ml-image/base/` that gets another text; null: it goes. */
export interface BaseChange {
  path: string;
  text: string | null;
}

/** What happens to one of the model's files, or to a file of the person's beside them. */
export interface ModelChange {
  /** Relative to the folder; with a final `/` for all files of a folder. */
  path: string;
  action: 'create' | 'replace' | 'delete' | 'keep-edited';
  /** What a person should know of it. */
  note: string | null;
}

export interface ChangeSet {
  /** Every file that is or was managed, sorted by path. */
  changes: Change[];
  /** The model's files, where another model is given. */
  model?: ModelChange[];
  base: BaseChange[];
  /** The manifest's list of files after the run. */
  files: ManifestEntry[];
}

const STILL: ReadonlySet<Action> = new Set(['unchanged', 'keep-edited', 'keep-deleted']);

/** Whether this change writes, moves or removes a file of the folder. */
export function isWritten(change: Change): boolean {
  return (
    !STILL.has(change.action) && !(change.action === 'beside' && change.before === change.after)
  );
}

/** The model's files that come, go or are replaced. */
export function writtenModel({ model = [] }: ChangeSet): ModelChange[] {
  return model.filter(({ action }) => action !== 'keep-edited');
}

/** Whether the folder's files are what its answers give, as far as they are not the person's own. */
export function isInStep(changeSet: ChangeSet): boolean {
  return !changeSet.changes.some(isWritten) && writtenModel(changeSet).length === 0;
}

/** All places where a person has to decide after this change set was applied. */
export function listConflicts(changeSet: ChangeSet): Conflict[] {
  return changeSet.changes.flatMap((change) => change.conflicts);
}

/** One file of a list. */
export interface Summary {
  path: string;
  action: Action | ModelChange['action'];
  from?: string;
  note: string | null;
  conflicts: number[];
}

/** The change set without texts and without unchanged files, sorted by path, for `--json` and for lists. */
export function summarise({ changes, model = [] }: ChangeSet): Summary[] {
  const files = changes
    .filter((change) => change.action !== 'unchanged')
    .map(({ path, action, from, note, conflicts }) => ({
      path,
      action,
      ...(from === undefined ? {} : { from }),
      note,
      conflicts: conflicts.map((conflict) => conflict.line),
    }));
  return [...files, ...model.map((change) => ({ ...change, conflicts: [] }))].sort(byPath);
}

/** What one path on disk holds before and after; null: no file. */
export interface FileWrite {
  path: string;
  before: string | null;
  after: string | null;
  /** Permission bits. */
  mode: number;
  /** The file that this one replaces or was moved from: bits are then exact, and the owner is kept. */
  like: string | null;
}

/** The change set by paths: a move is a file that goes and one that comes, and two may change places. */
export function fileWrites(changeSet: ChangeSet): FileWrite[] {
  const writes = new Map<string, FileWrite>();
  const at = (path: string): FileWrite => {
    const write = writes.get(path) ?? { path, before: null, after: null, mode: 0o644, like: null };
    writes.set(path, write);
    return write;
  };
  for (const change of changeSet.changes.filter(isWritten)) {
    const source = change.from ?? change.path;
    at(source).before = change.before;
    if (change.after === null) continue;
    const like = change.before === null ? null : source;
    Object.assign(at(change.path), { after: change.after, mode: change.mode ?? 0o644, like });
  }
  return [...writes.values()];
}
