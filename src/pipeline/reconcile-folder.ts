/** The change set of a folder that a command changes: its files, an edited specification, restored files. */
import type { ChangeSet } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { STORE_FILE } from '../core/layout.ts';
import type { RenderedFile } from '../core/types.ts';
import { findRestorable } from '../reconcile/restore.ts';
import type { ChangedAnswers } from './changed-answers.ts';
import type { ChangeRequest } from './request.ts';
import { changesFromDisk, type EditedSpec, withSpec } from './spec.ts';
import { formPaths, reconcileWithForms } from './spec-forms.ts';

/**
 * Merges the rendered files with the folder as it was read.
 * @throws UserError as reconcile does, for a path that cannot be restored, and where the answers
 * cannot be written
 */
export function reconcileChange(
  root: string,
  request: ChangeRequest,
  files: readonly RenderedFile[],
  read: State,
  { config, asked }: ChangedAnswers,
  spec: EditedSpec | null,
): ChangeSet {
  const state = withSpec(read, spec);
  const paths = [...files, ...formPaths(config)].map(({ path }) => path);
  const restore = pathsToRestore(request, root, paths, state);
  const merged = reconcileWithForms(config, state, files, restore, asked);
  const changes = changesFromDisk(merged, spec);
  refuseAnswersBeside(changes);
  return changes;
}

/** The deleted files to restore, each once. */
function pathsToRestore(
  { cwd, restore = [] }: ChangeRequest,
  root: string,
  paths: string[],
  { current }: State,
): string[] {
  const isDeleted = (path: string) => current[path]?.kind === 'absent';
  const folder = { cwd, root, paths, isDeleted };
  return [...new Set(restore.flatMap((path) => findRestorable(path, folder)))];
}

/**
 * Refuses answers that would be written beside their file: the next run reads the file and would undo them.
 * @throws UserError
 */
function refuseAnswersBeside({ changes }: ChangeSet): void {
  const beside = changes.some(({ id, action }) => id === 'answers' && action === 'beside');
  if (beside) throw new UserError(`${STORE_FILE} is a symbolic link`, { hint: 'put a file there' });
}
