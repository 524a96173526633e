/** Prepares a change to a folder that is there; serves regenerate, pip, system, pin, lock and spec. */
import type { ChangeSet } from '../core/change-set.ts';
import { isUserError, passes } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import type { Plan } from '../core/types.ts';
import { isInterrupted, runStamp } from '../folder/recover.ts';
import { type ChangedAnswers, changeAnswers } from './changed-answers.ts';
import { checkChange } from './check-change.ts';
import type { PreparedFolder } from './commit.ts';
import { freeRoot, rootAbove } from './find-folder.ts';
import { type LockState, lockChange, lockState, lockStateAfter } from './lock.ts';
import { followSpec } from './merged-spec.ts';
import { noteLeftOut } from './model.ts';
import { describeMissingModel, followModelFiles } from './model-files.ts';
import { noteOldSchema, notesOnModelCode } from './notes.ts';
import { newNotes } from './plan.ts';
import { readForChange, refuseMarkersIn } from './read-folder.ts';
import { reconcileChange } from './reconcile-folder.ts';
import { renderFolder } from './render-folder.ts';
import type { ChangeRequest, LockRequest } from './request.ts';
import { readSpec, withSpec } from './spec.ts';
import { readConfig } from './stored-config.ts';

/** A change to a folder that is there. */
export interface PreparedChange extends PreparedFolder {
  /** A run was killed half-way; the next one that writes recovers from it. */
  interrupted: boolean;
  /** Whether requirements.lock fits, after the change. */
  lock: LockState;
  /** A copied model is not in the folder, in one line; null: it is there. */
  missingModel: string | null;
  /** The record of the model's files changes, even where no file does. */
  recordsModel: boolean;
}

/** How often a folder is read anew that changes while it is read. */
const TRIES = 8;

/**
 * Prepares a change to the image folder at or above `cwd`; writes nothing.
 * @throws UserError where there is none, an answer is wrong, or the combination cannot work
 */
export async function prepareChange(request: ChangeRequest): Promise<PreparedChange> {
  if (request.readOnly) return prepareIn(rootAbove(request.cwd, request.statusHalfWay), request);
  const notes: string[] = [];
  for (let tries = 1; ; tries++) {
    const free = await freeRoot(request.cwd);
    notes.push(...free.notes);
    const before = runStamp(free.root);
    try {
      const change = await prepareIn(free.root, request);
      change.warnings.unshift(...notes);
      return change;
    } catch (error) {
      // What was read while another run wrote, or a person saved, may be a mixture: read it again.
      const moved = passes(error, 'changed') || runStamp(free.root) !== before;
      if (!isUserError(error) || !moved || tries === TRIES) throw error;
    }
  }
}

async function prepareIn(root: string, request: ChangeRequest): Promise<PreparedChange> {
  try {
    return await prepare(root, request);
  } catch (error) {
    // Conflict markers can be the cause of any other error, so they are reported first.
    if (isUserError(error) && !passes(error, 'changed')) refuseMarkersIn(root, ['model.py']);
    throw error;
  }
}

/** The steps of a change: answers, check and plan, files, change set, model, lock. */
async function prepare(root: string, request: ChangeRequest): Promise<PreparedChange> {
  const stored = readConfig(root);
  const changed = await changeAnswers(stored, request, root);
  const checked = checkChange(stored, changed, request);
  const spec = readSpec(root, request.editSpec ?? null);
  const built = renderFolder(checked.plan);
  const first = readForChange(root, built, stored, changed.config, spec);
  const files = followSpec(built, withSpec(first, spec), (shown) =>
    renderFolder(checked.plan, shown),
  );
  const read = files === built ? first : readForChange(root, files, stored, changed.config, spec);
  const changes = reconcileChange(root, request, files, read, changed, spec);
  const model = followModel(root, changed, read, changes);
  const lock = await followLock(root, checked.plan, changes, request.lock);
  const { config, copies } = changed;
  const notes = newNotes(checked, config, stored.rendered);
  return {
    ...{ root, config, plan: checked.plan, changes, copies, read, lock, ...model },
    warnings: [
      ...noteOldSchema(stored.stored.version, request.readOnly === true),
      ...changed.warnings,
      ...noteLeftOut(copies ?? []),
      ...notesOnModelCode(stored.config, config, withSpec(read, spec), changes),
      ...[model.missingModel ?? []].flat(),
      ...notes.packages,
      ...notes.plan,
      ...[lock.note ?? []].flat(),
    ],
  };
}

/** The changes of the model's files; unknown while a killed run has left them half-way. */
function followModel(
  root: string,
  { config, copies }: ChangedAnswers,
  { base }: State,
  changes: ChangeSet,
): Pick<PreparedChange, 'interrupted' | 'recordsModel' | 'missingModel'> {
  const interrupted = isInterrupted(root);
  const follows = copies !== undefined && !interrupted;
  return {
    interrupted,
    recordsModel: follows && followModelFiles(root, base.model, copies, changes, config),
    missingModel: copies || interrupted ? null : describeMissingModel(root, config),
  };
}

/** Adds the lock's change where one is requested; else checks the lock. */
async function followLock(
  root: string,
  plan: Plan,
  changeSet: ChangeSet,
  request: LockRequest | undefined,
): Promise<LockState> {
  if (!request || request.want === 'check') return lockState(root, plan, changeSet);
  changeSet.changes.push(await lockChange(root, plan, changeSet, request));
  return lockStateAfter(changeSet);
}
