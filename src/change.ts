/**
 * The way of the data for a folder that is there: stored answers, changed answers, plan, rendered
 * files, merged with what the person wrote. Serves regenerate, pip, system, pin, lock and spec.
 */
import { isCatalogPin } from './catalog/base.ts';
import { view } from './catalog/view.ts';
import { aboutForm, aboutModelCode, aboutSystemNames, newNotes } from './change-notes.ts';
import { faultIn, findRoot, readAnswers } from './config/store.ts';
import { isUserError, UserError } from './errors.ts';
import { type LockRequest, type LockState, lockChange, lockState, lockStateAfter } from './lock.ts';
import { copiesOf, judgeModel, readModel, storedModel } from './model.ts';
import { formPaths, reconcileWithForms } from './other-runners.ts';
import { judgePackages } from './packages.ts';
import { followPin, pinnedBase, unpinnedBase } from './pin.ts';
import { type Ask, checkGiven, type Given } from './questions/collect.ts';
import { requirementName } from './questions/requirement.ts';
import { findFault } from './questions/stored.ts';
import { QUESTIONS } from './questions/table.ts';
import { systemName } from './questions/text.ts';
import type { Answers, Context, Question } from './questions/types.ts';
import type { ModelCopy } from './reconcile/apply.ts';
import type { ChangeSet } from './reconcile/change-set.ts';
import { isInterrupted, recover } from './reconcile/recover.ts';
import { readState } from './reconcile/state.ts';
import { type Decided, planFor, renderFolder } from './scaffold.ts';
import { extensionsIn, fromDisk, ownSpec, withSpec } from './spec-change.ts';
import { faultInStored } from './stored-fault.ts';
import type { Config, ModelFacts, Plan, StoredModel } from './types.ts';

/** What is to become different; nothing given: only what the templates and answers say. */
export interface ChangeRequest {
  cwd: string;
  /** Answers to change; requirements and system packages are added. */
  given?: Given;
  /** Names to take out. */
  remove?: { pip?: string[]; system?: string[] };
  /** The base image's digest: asked of its registry anew, or taken out. */
  pin?: 'renew' | 'remove';
  /** The text of model-spec.json as it is to become, from the text as it stands. */
  editSpec?: (text: string) => string;
  /** requirements.lock: made again, taken out, or only judged. */
  lock?: LockRequest;
  /** Generated files that the person deleted and wants back. */
  restore?: string[];
  ask?: Ask | null;
  allowDangerousModel?: boolean;
  /** Touch nothing, not even what a killed run left behind. */
  readOnly?: boolean;
}

/** A change to a folder that is there. */
export interface PreparedChange extends Decided {
  /** A run was killed half-way; the next one that writes mends it. */
  interrupted: boolean;
  /** Whether requirements.lock fits, after the change. */
  lock: LockState;
}

/**
 * Decides a change to the image folder at or above `cwd`; writes nothing.
 * @throws UserError where there is none, an answer is wrong, or the combination cannot work
 */
export async function prepareChange(request: ChangeRequest): Promise<PreparedChange> {
  const root = rootAbove(request.cwd);
  if (!request.readOnly) recover(root);
  const stored = readAnswers(root);
  const fault = findFault(stored.values, view);
  if (fault) throw faultIn(stored, fault.path, fault.message);
  const before = configOf(stored.values);
  const { config, copies, warnings } = await changed(before, request);
  const news = config.pip.filter((text) => !before.pip.includes(text));
  const { plan, aboutPackages } = judged(config, news, () => faultInStored(stored, before));
  const spec = ownSpec(root, request.editSpec ?? null);
  const next = await renderFolder(plan, extensionsIn(spec?.after ?? null));
  const files = [...next, ...formPaths(config)];
  const restore = (request.restore ?? []).map((path) => restorable(path, files));
  const state = withSpec(readState(root, files), spec);
  const changes = fromDisk(await reconcileWithForms(config, state, next, restore), spec);
  const lock = await followLock(root, plan, changes, request.lock);
  return {
    root,
    config,
    plan,
    changes,
    copies,
    interrupted: isInterrupted(root),
    lock,
    warnings: [
      ...aboutForm(stored.version, request.readOnly === true),
      ...warnings,
      ...aboutPackages,
      ...newNotes(plan, before),
      ...(lock.note === null ? [] : [lock.note]),
    ],
  };
}

/**
 * The plan of changed answers and what to say of their packages. Where they cannot work since the
 * stored answers could not either, the fault is that of the file.
 */
function judged(
  config: Config,
  news: string[],
  stored: () => UserError | null,
): { plan: Plan; aboutPackages: string[] } {
  try {
    const plan = planFor(config);
    return { plan, aboutPackages: judgePackages(plan, news, 'folder') };
  } catch (error) {
    throw (isUserError(error) && stored()) || error;
  }
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

/** The image folder at or above a place. */
export function rootAbove(cwd: string): string {
  const root = findRoot(cwd);
  if (root) return root;
  throw new UserError(
    `${cwd} is in no image folder (no .yo-rc.json with answers here or above); make one with: ml-image --model PATH`,
  );
}

function configOf(values: Record<string, unknown>): Config {
  const { defaults: _team, ...answers } = values;
  return answers as unknown as Config;
}

/** The answers after the change, and the model's files where it is another one. */
async function changed(
  before: Config,
  request: ChangeRequest,
): Promise<{ config: Config; copies: ModelCopy[] | undefined; warnings: string[] }> {
  const given = request.given ?? {};
  const warnings: string[] = [];
  let facts: ModelFacts | null = null;
  let copies: ModelCopy[] | undefined;
  let config: Config = { ...before };
  const wanted = modelWanted(before, given);
  if (wanted) {
    const { path, by } = wanted;
    const model = await readModel(request.cwd, path);
    facts = model.facts;
    warnings.push(...(await judgeModel(facts, request)));
    const stored = storedModel(model, by);
    config = { ...config, model: stored };
    copies = copiesOf(model, stored);
    warnings.push(...facts.warnings, ...aboutModelCode(before, config));
  }
  const context = { answers: { ...answersOf(config) }, facts, catalog: view } as Context;
  for (const question of QUESTIONS) {
    const value = given[question.key];
    if (value === undefined || question.key === 'model' || question.key === 'modelBy') continue;
    const checked = checkGiven(question, value, context);
    if (question.key === 'pip')
      config.pip = added(config.pip, checked as string[], requirementName);
    else if (question.key === 'system') {
      config.system = added(config.system, checked as string[], systemName);
    } else (config as unknown as Record<string, unknown>)[question.key] = checked;
  }
  config.pip = without(config.pip, request.remove?.pip ?? [], requirementName, '--pip');
  config.system = without(config.system, request.remove?.system ?? [], systemName, '--system');
  config = followed(config, before, given, facts);
  const left = followPin(config, before, given);
  config = left.config;
  warnings.push(...left.notes);
  if (request.pin === 'renew') config.baseImage = await pinnedBase(config);
  if (request.pin === 'remove') config.baseImage = unpinnedBase(config);
  warnings.push(...aboutSystemNames(before, config));
  return { config, copies, warnings };
}

/**
 * The model to read and how to keep it; null: it stays as it is. One that is mounted is known by its
 * path, so that it can be copied in later; a new one is kept as the old one was.
 * @throws UserError where `--model-by` alone does not say which model is meant
 */
function modelWanted(before: Config, given: Given): { path: string; by: StoredModel['by'] } | null {
  const old = before.model;
  const row = QUESTIONS.find(({ key }) => key === 'modelBy') as Question;
  const said =
    given.modelBy === undefined ? undefined : checkGiven(row, given.modelBy, {} as Context);
  const by = (said ?? old?.by ?? 'copy') as StoredModel['by'];
  if (typeof given.model === 'string') return { path: given.model, by };
  if (given.modelBy === undefined || by === old?.by) return null;
  if (old?.source) return { path: old.source, by };
  throw new UserError(
    `--model-by ${by} does not say which model; write ml-image regenerate --model PATH --model-by ${by}`,
  );
}

/** Answers that hang on a changed one and were not given themselves. */
function followed(config: Config, before: Config, given: Given, facts: ModelFacts | null): Config {
  const next = { ...config };
  const exact =
    facts?.framework === next.framework &&
    facts.frameworkVersion !== null &&
    view.wantsExactRelease(next.framework, facts.format);
  if (given.frameworkVersion === undefined) {
    if (exact) next.frameworkVersion = facts?.frameworkVersion ?? null;
    else if (next.framework !== before.framework) {
      next.frameworkVersion = view.newestRelease(answersOf(next));
    }
  }
  if (given.python === undefined && next.baseImage !== before.baseImage && !isCatalogPin(next)) {
    next.python = next.baseImage ? null : view.bestPython(answersOf(next));
  }
  return next;
}

function answersOf(config: Config): Answers {
  const { model, schemaVersion: _version, ...rest } = config;
  return { ...rest, model: model?.file ?? null, modelBy: model?.by ?? 'copy' };
}

/** A name that is there already is changed in its place; a new one comes last. */
function added(list: string[], more: string[], nameOf: (text: string) => string): string[] {
  const result = [...list];
  for (const text of more) {
    const at = result.findIndex((old) => nameOf(old) === nameOf(text));
    if (at === -1) result.push(text);
    else result[at] = text;
  }
  return result;
}

function without(
  list: string[],
  names: string[],
  nameOf: (text: string) => string,
  flag: string,
): string[] {
  for (const name of names) {
    if (!list.some((text) => nameOf(text) === nameOf(name))) {
      const there = list.length > 0 ? `there are ${list.join(', ')}` : 'there are none';
      throw new UserError(`${name} is not among the answers to ${flag}; ${there}`);
    }
  }
  return list.filter((text) => !names.some((name) => nameOf(text) === nameOf(name)));
}

function restorable(path: string, files: readonly { path: string }[]): string {
  const plain = path.replace(/^\.\//, '');
  const paths = files.map((file) => file.path);
  if (paths.includes(plain)) return plain;
  throw new UserError(
    `--restore ${path}: no generated file has that path; there are ${paths.join(', ')}`,
  );
}
