/** Writes what was prepared: all of it or nothing. */
import type { Config } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import type { State } from '../core/folder-state.ts';
import type { Plan } from '../core/types.ts';
import { type ApplyResult, apply, type ModelCopy } from '../folder/apply.ts';
import { PATIENCE } from '../folder/wait.ts';

/** What a folder is to become, prepared and not yet written. */
export interface PreparedFolder {
  root: string;
  config: Config;
  plan: Plan;
  changes: ChangeSet;
  /** The model's files; undefined: they stay as they are. */
  copies: ModelCopy[] | undefined;
  /** What the folder held when this was prepared; it is not written where that is another by then. */
  read?: State;
  /** What a person should know, one line each. */
  warnings: string[];
}

/** How a commit reports its progress and is stopped. */
export interface CommitOptions {
  onProgress?: (progress: { to: string; done: number; total: number }) => void;
  /** When aborted, nothing is left, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Writes a prepared folder: all of it or nothing. Waits some seconds for another run in the folder.
 * @throws UserError where the disk refuses (full, read-only, no permission), another run stays at work there,
 * or the folder was changed since this was prepared (`passing` is `changed` then)
 */
export async function commit(
  prepared: PreparedFolder,
  options: CommitOptions = {},
): Promise<ApplyResult> {
  const { root, changes, copies, read } = prepared;
  return apply(root, changes, {
    ...(copies ? { copies } : {}),
    ...(read ? { read } : {}),
    wait: PATIENCE,
    ...options,
  });
}
