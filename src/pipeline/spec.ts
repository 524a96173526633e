/** An edited specification among the other changes of a folder. */

import type { Change, ChangeSet } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { readFolderText } from '../folder/state.ts';

/** The folder's model-spec.json: on disk, and after the edit. */
export interface EditedSpec {
  before: string;
  after: string;
}

/**
 * Reads the folder's specification and edits it; null where there is no text file of that name.
 * @param edit null: it stays as it is
 * @throws UserError where there is nothing to edit, and what `edit` throws
 */
export function readSpec(root: string, edit: ((text: string) => string) | null): EditedSpec | null {
  const before = readFolderText(root, SPEC_FILE);
  if (before !== null) return { before, after: edit ? edit(before) : before };
  if (!edit) return null;
  throw new UserError(`there is no ${SPEC_FILE} to change`, {
    hint: `write ml-image regenerate --restore ${SPEC_FILE} to bring it back`,
  });
}

/** The folder as if the user had made the edit in a text editor. */
export function withSpec(state: State, spec: EditedSpec | null): State {
  const found = state.current[SPEC_FILE];
  if (!spec || found?.kind !== 'file') return state;
  return { ...state, current: { ...state.current, [SPEC_FILE]: { ...found, text: spec.after } } };
}

/** The changes of `withSpec` as changes of the disk, where the edit is not made yet. */
export function changesFromDisk(set: ChangeSet, spec: EditedSpec | null): ChangeSet {
  if (!spec || spec.before === spec.after) return set;
  const changes = set.changes.map((change): Change => {
    if (change.path !== SPEC_FILE || change.from !== undefined) return change;
    const action = change.action === 'unchanged' ? 'update' : change.action;
    return { ...change, action, before: spec.before };
  });
  return { ...set, changes };
}
