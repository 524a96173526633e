/** Prepares a change to a folder that is there; serves regenerate, pip, system, pin, lock and spec. */
import { type CheckedPlan, checkRequirements } from '../catalog/check-requirements.ts';
import type { Config } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import { changedMeanwhile, isUserError, passes, UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { SPEC_FILE, STORE_FILE } from '../core/layout.ts';
import type { Plan, RenderedFile } from '../core/types.ts';
import { isInterrupted, runsIn } from '../folder/recover.ts';
import { readState } from '../folder/state.ts';
import { restorable } from '../reconcile/restore.ts';
import { type ChangedAnswers, changeAnswers } from './changed-answers.ts';
import type { PreparedFolder } from './commit.ts';
import { freeRoot, rootAbove } from './find-folder.ts';
import { refuseMarkersIn } from './left-markers.ts';
import { type LockRequest, type LockState, lockChange, lockState, lockStateAfter } from './lock.ts';
import { describeMissing, followModelFiles } from './model-files.ts';
import { noteOldSchema, notesOnModelCode } from './notes.ts';
import { newNotes, resolveConfig } from './plan.ts';
import { renderFolder } from './render-folder.ts';
import type { ChangeRequest } from './request.ts';
import { leftOutOf } from './scaffold.ts';
import { type EditedSpec, editedSpec, extensionsIn, fromDisk, withSpec } from './spec.ts';
import { formPaths, reconcileWithForms } from './spec-forms.ts';
import { faultInStored, readConfig, type StoredConfig, staleRelease } from './stored-config.ts';
import { checkWheels } from './wheels.ts';

/** A change to a folder that is there. */
export interface PreparedChange extends PreparedFolder {
  /** A run was killed half-way; the next one that writes mends it. */
  interrupted: boolean;
  /** Whether requirements.lock fits, after the change. */
  lock: LockState;
  /** A copied model is not in the folder, in one line; null: it is there. */
  missingModel: string | null;
  /** The record of the model's files becomes another one, even where no file does. */
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
    const before = runsIn(free.root);
    try {
      const change = await prepareIn(free.root, request);
      change.warnings.unshift(...notes);
      return change;
    } catch (error) {
      // What was read while another run wrote, or a person saved, may be of two times: it says nothing.
      const moved = passes(error, 'changed') || runsIn(free.root) !== before;
      if (!isUserError(error) || !moved || tries === TRIES) throw error;
    }
  }
}

async function prepareIn(root: string, request: ChangeRequest): Promise<PreparedChange> {
  try {
    return await prepare(root, request);
  } catch (error) {
    // Between markers nothing is what it will be, so they are said before what follows from them.
    if (isUserError(error) && !passes(error, 'changed')) refuseMarkersIn(root, ['model.py']);
    throw error;
  }
}

async function prepare(root: string, request: ChangeRequest): Promise<PreparedChange> {
  const stored = readConfig(root);
  const changed = await changeAnswers(stored.config, request, root, stored.rendered);
  const checked = checkChange(stored, changed, request);
  const spec = editedSpec(root, request.editSpec ?? null);
  const files = renderFolder(checked.plan, extensionsIn(spec?.after ?? null));
  const read = readOnce(root, files, stored, changed.config, spec);
  const changes = await reconcileFolder(root, request, files, read, changed, spec);
  const model = await followModel(root, changed, read, changes);
  const lock = await followLock(root, checked.plan, changes, request.lock);
  const notes = newNotes(checked, stored.rendered);
  const { config, copies } = changed;
  return {
    ...{ root, config, plan: checked.plan, changes, copies, read, lock, ...model },
    warnings: [
      ...noteOldSchema(stored.stored.version, request.readOnly === true),
      ...changed.warnings,
      ...leftOutOf(copies ?? []),
      ...notesOnModelCode(stored.config, config, withSpec(read, spec), changes),
      ...(model.missingModel === null ? [] : [model.missingModel]),
      ...notes.packages,
      ...notes.plan,
      ...(lock.note === null ? [] : [lock.note]),
    ],
  };
}

/** Answers that decide together what can be installed. */
const COMBINED = [
  ...(['framework', 'frameworkVersion', 'python', 'os', 'accelerator', 'baseImage'] as const),
  ...(['platform', 'model'] as const),
];

/**
 * The plan of the changed answers, its packages checked: all of them where the combination changed,
 * else the new ones.
 * @throws UserError where they cannot work; for what was stored so already, with its line in the file
 */
function checkChange(
  stored: StoredConfig,
  { config, wheels }: ChangedAnswers,
  request: ChangeRequest,
): CheckedPlan {
  const { config: before, rendered } = stored;
  const moved = COMBINED.some(
    (key) => JSON.stringify(config[key]) !== JSON.stringify(rendered[key]),
  );
  const news = config.pip.filter((text) => moved || !rendered.pip.includes(text));
  const fresh = config.pip.filter((text) => !before.pip.includes(text));
  const withWheel = wheels.map(({ name }) => name);
  const checked = orStoredFault(stored, request, () =>
    checkRequirements(resolveConfig(config), news, 'folder', { fresh, withWheel }),
  );
  checkWheels(wheels, checked.plan, 'ml-image regenerate ');
  assertFreshRelease(stored, config, request);
  return checked;
}

/** A step whose errors are those of the stored answers where these could not work either. */
function orStoredFault<T>(stored: StoredConfig, request: ChangeRequest, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw (isUserError(error) && storedFault(stored, request)) || error;
  }
}

/** Refuses the release of the framework before, where only the framework was changed by hand. */
function assertFreshRelease(stored: StoredConfig, config: Config, { given }: ChangeRequest): void {
  const fault = given?.frameworkVersion === undefined ? staleRelease(stored, config) : null;
  if (fault) throw fault;
}

/** The fault of the stored answers, unless this command itself gives one that decides. */
function storedFault(stored: StoredConfig, { given }: ChangeRequest): UserError | null {
  const gives = COMBINED.some((key) => given?.[key] !== undefined);
  return gives ? null : faultInStored(stored);
}

/**
 * What the folder holds.
 * @throws UserError where the answers or the specification were saved since they were read
 */
function readOnce(
  root: string,
  files: readonly RenderedFile[],
  { stored }: StoredConfig,
  config: Config,
  spec: EditedSpec | null,
): State {
  const read = readState(root, [...files, ...formPaths(config)]);
  assertReadOnce(read, STORE_FILE, stored.text);
  if (spec) assertReadOnce(read, SPEC_FILE, spec.before);
  return read;
}

/**
 * Checks that a file which is read for itself, and again with all others, was the same both times.
 * @throws UserError where someone saved it in between
 */
function assertReadOnce({ current }: State, path: string, text: string): void {
  const found = current[path];
  const now = found?.kind === 'file' ? found.text?.replace(/^\uFEFF/, '') : undefined;
  if (found?.kind === 'absent' || (now !== undefined && now !== text.replace(/^\uFEFF/, '')))
    throw changedMeanwhile(path);
}

/** The change set of the folder, a specification's edit among it. */
async function reconcileFolder(
  root: string,
  request: ChangeRequest,
  files: readonly RenderedFile[],
  read: State,
  { config, asked }: ChangedAnswers,
  spec: EditedSpec | null,
): Promise<ChangeSet> {
  const state = withSpec(read, spec);
  const paths = [...files, ...formPaths(config)].map(({ path }) => path);
  const restore = pathsToRestore(request, root, paths, state);
  const changes = fromDisk(
    await reconcileWithForms(config, state, [...files], restore, asked),
    spec,
  );
  refuseAnswersBeside(changes);
  return changes;
}

/** The deleted files that are to come back, each once. */
function pathsToRestore(
  { cwd, restore = [] }: ChangeRequest,
  root: string,
  paths: string[],
  { current }: State,
): string[] {
  const isDeleted = (path: string) => current[path]?.kind === 'absent';
  const folder = { cwd, root, paths, isDeleted };
  return [...new Set(restore.flatMap((path) => restorable(path, folder)))];
}

/**
 * Answers beside the file that they are read from would be taken back by the next run.
 * @throws UserError
 */
function refuseAnswersBeside({ changes }: ChangeSet): void {
  const beside = changes.some(({ id, action }) => id === 'answers' && action === 'beside');
  if (beside) throw new UserError(`${STORE_FILE} is a symbolic link`, { hint: 'put a file there' });
}

/** What becomes of the model's files; what a killed run left half-way says nothing of them. */
async function followModel(
  root: string,
  { config, copies }: ChangedAnswers,
  { base }: State,
  changes: ChangeSet,
): Promise<Pick<PreparedChange, 'interrupted' | 'recordsModel' | 'missingModel'>> {
  const interrupted = isInterrupted(root);
  const follows = copies !== undefined && !interrupted;
  return {
    interrupted,
    recordsModel: follows && followModelFiles(root, base.model, copies, changes, config),
    missingModel: copies || interrupted ? null : describeMissing(root, config),
  };
}

/** Puts the lock's own change among the others where one is wanted, and checks the lock otherwise. */
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
