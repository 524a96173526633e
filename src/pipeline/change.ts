/**
 * The way of the data for a folder that is there: stored answers, changed answers, plan, rendered
 * files, merged with what the person wrote. Serves regenerate, pip, system, pin, lock and spec.
 */

import { type Judged, judgePackages } from '../catalog/check-requirements.ts';
import { STORE_FILE } from '../config/store.ts';
import type { Config } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import { changedMeanwhile, isUserError, passes, UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import type { Plan } from '../core/types.ts';
import { isInterrupted, runsIn } from '../folder/recover.ts';
import { readState } from '../folder/state.ts';
import { SPEC_FILE } from '../model-spec/file.ts';
import { restorable } from '../reconcile/restore.ts';
import { aboutMissing, followModelFiles } from './change-model.ts';
import { aboutForm, newNotes } from './change-notes.ts';
import { changed } from './changed-answers.ts';
import { freeRoot, rootAbove } from './find-folder.ts';
import { refuseMarkersIn } from './left-markers.ts';
import { type LockRequest, type LockState, lockChange, lockState, lockStateAfter } from './lock.ts';
import type { ChangeRequest } from './request.ts';
import { type Decided, leftOutOf, planFor, renderFolder } from './scaffold.ts';
import { extensionsIn, fromDisk, ownSpec, withSpec } from './spec.ts';
import { formPaths, reconcileWithForms } from './spec-forms.ts';
import { faultInStored, readConfig, staleRelease } from './stored-config.ts';

/** A change to a folder that is there. */
export interface PreparedChange extends Decided {
  /** A run was killed half-way; the next one that writes mends it. */
  interrupted: boolean;
  /** Whether requirements.lock fits, after the change. */
  lock: LockState;
  /** A copied model is not in the folder, in one line; null: it is there. */
  missingModel: string | null;
  /** The record of the model's files becomes another one, even where no file does. */
  recordsModel: boolean;
}

/**
 * Decides a change to the image folder at or above `cwd`; writes nothing.
 * @throws UserError where there is none, an answer is wrong, or the combination cannot work
 */
export async function prepareChange(request: ChangeRequest): Promise<PreparedChange> {
  if (request.readOnly) return decidedIn(rootAbove(request.cwd, request.statusHalfWay), request);
  const notes: string[] = [];
  for (let tries = 1; ; tries++) {
    const free = await freeRoot(request.cwd);
    notes.push(...free.notes);
    const before = runsIn(free.root);
    try {
      const change = await decidedIn(free.root, request);
      change.warnings.unshift(...notes);
      return change;
    } catch (error) {
      // What was read while another run wrote, or a person saved, may be of two times: it says nothing.
      const moved = passes(error, 'changed') || runsIn(free.root) !== before;
      if (!isUserError(error) || !moved || tries === TRIES) throw error;
    }
  }
}

/** How often a folder is read anew that changes while it is read. */
const TRIES = 8;

async function decidedIn(root: string, request: ChangeRequest): Promise<PreparedChange> {
  try {
    return await decided(root, request);
  } catch (error) {
    // Between markers nothing is what it will be, so they are said before what follows from them.
    if (isUserError(error) && !passes(error, 'changed')) refuseMarkersIn(root, ['model.py']);
    throw error;
  }
}

async function decided(root: string, request: ChangeRequest): Promise<PreparedChange> {
  const said = readConfig(root);
  const { stored, config: before, rendered } = said;
  const { config, copies, wheels, warnings, asked } = await changed(
    before,
    request,
    root,
    rendered,
  );
  const own = wheels.map(({ name }) => name);
  const { plan, notes } = judged(config, { before, earlier: rendered, own }, () =>
    givesCombination(request) ? null : faultInStored(said),
  );
  if (wheels.length > 0) {
    (await import('./wheels.ts')).judgeWheels(wheels, plan, 'ml-image regenerate ');
  }
  const stale = request.given?.frameworkVersion === undefined ? staleRelease(said, config) : null;
  if (stale) throw stale;
  const spec = ownSpec(root, request.editSpec ?? null);
  const next = await renderFolder(plan, extensionsIn(spec?.after ?? null));
  const files = [...next, ...formPaths(config)];
  const read = readState(root, files);
  assertReadOnce(read, STORE_FILE, stored.text);
  if (spec) assertReadOnce(read, SPEC_FILE, spec.before);
  const state = withSpec(read, spec);
  const restore = wantedBack(request, root, files, state);
  const changes = fromDisk(await reconcileWithForms(config, state, next, restore, asked), spec);
  refuseAnswersBeside(changes);
  const interrupted = isInterrupted(root);
  // What a killed run left half-way says nothing of the model.
  const recordsModel =
    copies !== undefined &&
    !interrupted &&
    (await followModelFiles(root, state.base.model, copies, changes, config));
  const missingModel = copies || interrupted ? null : aboutMissing(root, config);
  const aboutCode = await modelCodeNotes(before, config, state, changes);
  const lock = await followLock(root, plan, changes, request.lock);
  return {
    root,
    config,
    plan,
    changes,
    copies,
    read,
    interrupted,
    lock,
    missingModel,
    recordsModel,
    warnings: [
      ...aboutForm(stored.version, request.readOnly === true),
      ...warnings,
      ...(await leftOutOf(copies ?? [])),
      ...aboutCode,
      ...(missingModel === null ? [] : [missingModel]),
      ...notes,
      ...newNotes(plan, rendered),
      ...(lock.note === null ? [] : [lock.note]),
    ],
  };
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

/** Answers that decide together what can be installed. */
const COMBINED = [
  ...(['framework', 'frameworkVersion', 'python', 'os', 'accelerator', 'baseImage'] as const),
  ...(['platform', 'model'] as const),
];

/** Whether this command itself gives one of them: then what cannot be is not the stored answers' fault. */
function givesCombination({ given }: ChangeRequest): boolean {
  return COMBINED.some((key) => given?.[key] !== undefined);
}

/**
 * The plan of changed answers and what to say of their packages: of all where they stand to another
 * combination than when they were judged, else of new ones. Where they cannot work since the stored
 * answers could not either, the fault is that of the file.
 */
function judged(
  config: Config,
  { before, earlier, own }: { before: Config; earlier: Config; own: readonly string[] },
  stored: () => UserError | null,
): Judged {
  const moved = COMBINED.some(
    (key) => JSON.stringify(config[key]) !== JSON.stringify(earlier[key]),
  );
  const news = config.pip.filter((text) => moved || !earlier.pip.includes(text));
  const fresh = config.pip.filter((text) => !before.pip.includes(text));
  try {
    const plan = planFor(config);
    if (config.pip.length === 0) return { plan, notes: [] };
    const found = judgePackages(plan, news, 'folder', { fresh, own });
    const told = moved && found.notes.length > 0 ? notesOf(earlier) : [];
    return { ...found, notes: found.notes.filter((note) => !told.includes(note)) };
  } catch (error) {
    throw (isUserError(error) && stored()) || error;
  }
}

/** What was to be said of the packages of other answers. */
function notesOf(config: Config): string[] {
  try {
    return judgePackages(planFor(config), config.pip, 'folder').notes;
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}

/**
 * Answers beside the file that they are read from would be taken back by the next run.
 * @throws UserError
 */
function refuseAnswersBeside({ changes }: ChangeSet): void {
  const beside = changes.some(({ id, action }) => id === 'answers' && action === 'beside');
  if (beside) throw new UserError(`${STORE_FILE} is a symbolic link`, { hint: `put a file there` });
}

/** What in the person's model.py may not fit; only a change of the model or the framework can be at odds with it. */
async function modelCodeNotes(
  before: Config,
  config: Config,
  state: State,
  changes: ChangeSet,
): Promise<string[]> {
  if (before.model === config.model && before.framework === config.framework) return [];
  const { aboutModelCode } = await import('./notes.ts');
  const last = state.base.files.find(({ id }) => id === 'model-code')?.text ?? null;
  return aboutModelCode(before, config, changes, last);
}

/** Puts the lock's own change among the others where one is wanted, and judges the lock otherwise. */
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

/** The files that are to come back, each once. */
function wantedBack(
  { cwd, restore = [] }: ChangeRequest,
  root: string,
  files: readonly { path: string }[],
  { current }: State,
): string[] {
  const paths = files.map(({ path }) => path);
  const isDeleted = (path: string) => current[path]?.kind === 'absent';
  const folder = { cwd, root, paths, isDeleted };
  return [...new Set(restore.flatMap((path) => restorable(path, folder)))];
}
