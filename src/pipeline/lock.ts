/** `ml-image lock`: the change of requirements.lock, and whether it still fits requirements.txt. */
import { targetOf } from '../catalog/target.ts';
import type { Change, ChangeSet } from '../core/change-set.ts';
import { isWritten } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { CurrentFile } from '../core/folder-state.ts';
import type { Plan } from '../core/types.ts';
import { realDisk } from '../folder/disk.ts';
import { placeOf } from '../folder/paths.ts';
import { look } from '../folder/state.ts';
import { LOCK_FILE, type LockHead, readLock, staleReason } from '../lockfile/file.ts';
import { soabi } from '../lockfile/target.ts';
import type { LockRequest } from './request.ts';

/** Whether a folder's lock fits. */
export interface LockState {
  /** `none`: there is no lock; `foreign`: the file is not one that this program wrote. */
  is: 'none' | 'fits' | 'stale' | 'foreign';
  /** One line for a person; null where there is nothing to say. */
  note: string | null;
}

/**
 * Checks the folder's lock against the new requirements.txt; runs no resolver.
 * @throws UserError where a folder on the way is a link
 */
export function lockState(root: string, plan: Plan, changes: ChangeSet): LockState {
  const there = lookAtLock(root);
  if (there.kind === 'absent') return { is: 'none', note: null };
  const lock = lockIn(there);
  if (!lock)
    return {
      is: 'foreign',
      note: `${LOCK_FILE} is not one that ml-image lock wrote, so the build ends at it; move it away`,
    };
  const requirements = requirementsAfter(changes);
  const target = targetOf(plan);
  const why =
    requirements === null
      ? 'there is no requirements.txt'
      : staleReason(lock, requirements, target && soabi(target));
  if (why)
    return {
      is: 'stale',
      note: `${LOCK_FILE} is stale: ${why}. Until ml-image lock makes it again, the build ends there`,
    };
  return { is: 'fits', note: noteUnread(changes) };
}

/** The lock's state where its change is among the others: it fits, or it is removed. */
export function lockStateAfter(changes: ChangeSet): LockState {
  const gone = changes.changes.some(({ path, after }) => path === LOCK_FILE && after === null);
  return gone ? { is: 'none', note: null } : { is: 'fits', note: noteUnread(changes) };
}

/**
 * The change that makes the lock again, or removes it.
 * @throws UserError where it cannot be made
 */
export async function lockChange(
  root: string,
  plan: Plan,
  changes: ChangeSet,
  request: LockRequest,
): Promise<Change> {
  const there = lookAtLock(root);
  const lock = lockIn(there);
  if (there.kind !== 'absent' && !lock)
    throw new UserError(
      `${LOCK_FILE} is not one that ml-image lock wrote, and it would be overwritten`,
      { hint: `move it away` },
    );
  const change = unchanged(there);
  if (request.want === 'remove') return removal(change);
  const requirements = requirementsToLock(changes);
  const { makeLock } = await import('./make-lock.ts');
  const made = await makeLock({ root, plan, requirements, kept: lock?.pins ?? [] }, request);
  const note = `${made.count} packages, by ${made.by}`;
  if (made.text === change.before) return { ...change, note };
  const action = change.before === null ? 'create' : 'update';
  return { ...change, action, after: made.text, mode: change.mode ?? 0o644, note };
}

/** The lock's change where it stays as it is. */
function unchanged(there: CurrentFile): Change {
  const before = there.kind === 'file' ? there.text : null;
  const mode = there.kind === 'file' ? there.mode : null;
  return {
    ...{ id: 'lock', path: LOCK_FILE, action: 'unchanged', before, after: before },
    ...{ modeBefore: mode, mode, conflicts: [], note: null },
  };
}

function removal(change: Change): Change {
  if (change.before === null)
    throw new UserError(`there is no ${LOCK_FILE} to remove`, {
      hint: 'write ml-image lock to make one',
    });
  return { ...change, action: 'delete', after: null };
}

/** The lock in a file; null where this program did not write it. */
function lockIn(there: CurrentFile): LockHead | null {
  return there.kind === 'file' && there.text !== null ? readLock(there.text) : null;
}

function lookAtLock(root: string): CurrentFile {
  return look(realDisk, placeOf(realDisk, root, LOCK_FILE));
}

function requirementsAfter(changes: ChangeSet): string | null {
  return changes.changes.find(({ id }) => id === 'requirements')?.after ?? null;
}

/** The text of requirements.txt on disk; it must be up to date, since resolvers read the file. */
function requirementsToLock(changes: ChangeSet): string {
  const change = changes.changes.find(({ id }) => id === 'requirements');
  if (change?.before == null)
    throw new UserError('there is no requirements.txt to lock', {
      hint: 'write ml-image regenerate --restore requirements.txt to bring it back',
    });
  if (isWritten(change))
    throw new UserError('requirements.txt is not what the answers give', {
      hint: 'first run: ml-image regenerate',
    });
  return change.before;
}

/** Notes files that do not name the lock: an edited Dockerfile may be older than it, and ignores it then. */
function noteUnread(changes: ChangeSet): string | null {
  const silent = ['Dockerfile', '.dockerignore'].filter((path) => {
    const after = changes.changes.find((change) => change.path === path)?.after;
    return after != null && !after.includes(LOCK_FILE);
  });
  if (silent.length === 0) return null;
  return `${silent.join(' and ')} ${silent.length > 1 ? 'do' : 'does'} not name ${LOCK_FILE}, so the build does not read it`;
}
