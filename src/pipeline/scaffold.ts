/** Makes a new image folder: asks, checks, resolves, renders, and prepares what is written. */
import { basename, resolve as resolvePath } from 'node:path';
import { type CheckedPlan, checkRequirements } from '../catalog/check-requirements.ts';
import { wholeVersion } from '../catalog/data/frameworks.ts';
import { view } from '../catalog/view.ts';
import { findDefaults } from '../config/store.ts';
import { type Answers, type Config, configOf } from '../core/answers.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { recover } from '../folder/recover.ts';
import { readState } from '../folder/state.ts';
import { assertTarget } from '../folder/target.ts';
import { PATIENCE, whenFree } from '../folder/wait.ts';
import { splitList } from '../packages/split-requirements.ts';
import {
  type AnswerOrigin,
  type Ask,
  type Collected,
  collect,
  type Given,
} from '../questions/collect.ts';
import { commit, type PreparedFolder } from './commit.ts';
import { describeRecovery } from './find-folder.ts';
import { findLoneModel } from './lone-model.ts';
import {
  assertOutside,
  checkSafety,
  copiesOf,
  type GivenModel,
  noteLeftOut,
  readModel,
  storedModel,
} from './model.ts';
import { resolveConfig } from './plan.ts';
import { renderFolder } from './render-folder.ts';
import { formPaths, reconcileWithForms } from './spec-forms.ts';
import { checkWheels, noteMissingWheels, wheelsAhead } from './wheels.ts';

/** What a new folder is made from. */
export interface ScaffoldRequest {
  /** Where paths start. */
  cwd: string;
  /** The new folder; null: named after the model, in `cwd`. */
  directory: string | null;
  given: Given;
  /** null: ask nothing. */
  ask: Ask | null;
  /** Continue although loading the model would run its code. */
  allowDangerousModel?: boolean;
  /** Write nothing; do not recover from a killed run either. */
  readOnly?: boolean;
}

/** A new folder, with how each answer came about. */
export interface PreparedScaffold extends PreparedFolder {
  facts: ModelFacts | null;
  origins: AnswerOrigin[];
}

/**
 * Prepares a new folder; writes nothing.
 * @throws UserError where an answer is wrong, the combination cannot work, or the target is taken
 */
export async function prepareScaffold(request: ScaffoldRequest): Promise<PreparedScaffold> {
  const notes = await freeGivenTarget(request);
  const { answers, origins, facts, model, pip } = await collectAnswers(request, notes);
  const root = resolvePath(request.cwd, request.directory ?? answers.name);
  notes.push(...(await freeTarget(root, request)));
  if (model) notes.push(...(await checkModel(model, root, request)));
  const config = configFrom(answers, model);
  const checked = checkPackages(config, pip, root);
  const files = renderFolder(checked.plan);
  const read = readState(root, [...files, ...formPaths(config)]);
  const changes = reconcileWithForms(config, read, files);
  const copies = model && config.model ? copiesOf(model, config.model) : [];
  const { plan } = checked;
  return {
    ...{ root, config, plan, facts, origins, changes, copies, read },
    warnings: [
      ...notes,
      ...(facts?.warnings ?? []),
      ...noteLeftOut(copies),
      ...checked.notes,
      ...plan.notes,
    ],
  };
}

/** Refuses a target that is taken before anything is asked. */
async function freeGivenTarget(request: ScaffoldRequest): Promise<string[]> {
  const { cwd, directory } = request;
  return directory === null ? [] : freeTarget(resolvePath(cwd, directory), request);
}

/** Checks the target, after undoing a run that was killed there: its files are not the user's. */
async function freeTarget(root: string, { readOnly }: ScaffoldRequest): Promise<string[]> {
  const notes = readOnly ? [] : describeRecovery(await whenFree(() => recover(root), PATIENCE));
  assertTarget(root);
  return notes;
}

/** The answers, the model that was read for them, and the requirements as they were typed. */
interface CollectedAnswers extends Collected {
  model: GivenModel | null;
  pip: string[];
}

async function collectAnswers(
  { cwd, directory, given, ask }: ScaffoldRequest,
  notes: string[],
): Promise<CollectedAnswers> {
  let model = null as GivenModel | null;
  const pip = [given.pip ?? []].flat();
  const place = directory === null ? null : resolvePath(cwd, directory);
  const collected = await collect({
    given,
    ask: ask && askRecording(ask, pip),
    catalog: view,
    defaults: findDefaults(place ?? cwd, notes),
    directoryName: place === null ? null : basename(place),
    nearbyModel: ask && given.model === undefined ? await findLoneModel(cwd) : null,
    async inspect(path) {
      model = await readModel(cwd, path);
      return { facts: model.facts, modelName: basename(model.source) };
    },
  });
  return { ...collected, model, pip };
}

/** Asks, and adds what was typed as requirements to a list. */
function askRecording(ask: Ask, pip: string[]): Ask {
  return async (prompt) => {
    const text = await ask(prompt);
    if (prompt.name === 'pip') pip.push(text);
    return text;
  };
}

/** Notes on a model that may be used for this folder. */
async function checkModel(
  model: GivenModel,
  root: string,
  request: ScaffoldRequest,
): Promise<string[]> {
  const notes = await checkSafety(model.facts, request);
  assertOutside(model.source, root);
  return notes;
}

function configFrom(answers: Answers, model: GivenModel | null): Config {
  const config = configOf(answers, model && storedModel(model, answers.modelBy));
  const { framework, frameworkVersion, os } = config;
  return {
    ...config,
    frameworkVersion: frameworkVersion && wholeVersion(framework, frameworkVersion, os),
  };
}

/**
 * The plan with the person's requirements checked against it.
 * @param typed requirements as they were typed, paths of wheels among them
 */
function checkPackages(config: Config, typed: readonly string[], root: string): CheckedPlan {
  const wheels = wheelsAhead(typed.flatMap((text) => splitList('pip', text)));
  const withWheel = wheels.map(({ name }) => name);
  const checked = checkRequirements(resolveConfig(config), config.pip, 'flags', { withWheel });
  checkWheels(wheels, checked.plan, '');
  return { ...checked, notes: [...checked.notes, ...noteMissingWheels(wheels, root)] };
}

/**
 * Makes a new image folder: prepares and writes.
 * @throws UserError as prepareScaffold and commit do; nothing is written then
 */
export async function scaffold(request: ScaffoldRequest): Promise<PreparedScaffold> {
  const prepared = await prepareScaffold(request);
  await commit(prepared);
  return prepared;
}
