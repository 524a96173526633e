/** Makes a new image folder: asks, checks, resolves, renders, and prepares what is written. */
import { basename, resolve as resolvePath } from 'node:path';
import { type CheckedPlan, checkRequirements } from '../catalog/check-requirements.ts';
import { wholeVersion } from '../catalog/data/frameworks.ts';
import { view } from '../catalog/view.ts';
import { findDefaults } from '../config/store.ts';
import { type Answers, type Config, configOf } from '../core/answers.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import type { ModelSpec, RenderedFile } from '../core/types.ts';
import type { ModelCopy } from '../folder/apply.ts';
import { recover } from '../folder/recover.ts';
import { readState } from '../folder/state.ts';
import { assertTarget } from '../folder/target.ts';
import { PATIENCE, whenFree } from '../folder/wait.ts';
import type { DeclaredParts } from '../model-spec/declare.ts';
import { splitList } from '../packages/split-requirements.ts';
import {
  type AnswerOrigin,
  type Ask,
  type Collected,
  collect,
  type Given,
  type Prompt,
} from '../questions/collect.ts';
import { codeCopies, codeOfMlflow, findNearbyCode } from './code.ts';
import { commit, type PreparedFolder } from './commit.ts';
import { askFileTypes, declareParts, partsOfType, withBuiltBase } from './declared-parts.ts';
import { describeRecovery } from './find-folder.ts';
import { findLoneModel } from './lone-model.ts';
import { specFileIn } from './merged-spec.ts';
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
  /** Inputs and outputs, in the grammar of `ml-image spec --input`. */
  declared?: DeclaredParts;
  /** Paths of the user's own code, copied into src/. */
  code?: readonly string[];
  /** Called once the model was chosen and read, before the next question. */
  onModel?(facts: ModelFacts): void;
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
  const code = codeCopies(request.cwd, request.code ?? []);
  const { answers, origins, facts, model, pip, types } = await collectAnswers(request, notes);
  const root = resolvePath(request.cwd, request.directory ?? answers.name);
  notes.push(...(await freeTarget(root, request)));
  if (model) notes.push(...(await checkModel(model, root, request)));
  const config = configFrom(answers, model);
  const checked = checkPackages(config, pip, root);
  const { plan } = checked;
  const rendered = renderFolder(plan);
  const { files, built } = declareParts(rendered, declaredIn(request, rendered, types), (shown) =>
    renderFolder(plan, shown),
  );
  const read = readState(root, [...files, ...formPaths(config)]);
  const changes = withBuiltBase(reconcileWithForms(config, read, files), built);
  const own = await codeFor(model, code, request.ask);
  const copies = [...(model && config.model ? copiesOf(model, config.model) : []), ...own.copies];
  return {
    ...{ root, config, plan, facts, origins, changes, copies, read },
    warnings: [
      ...own.notes,
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

/** The given inputs and outputs; else the kinds of files that were chosen, for each of the model's. */
function declaredIn(
  { declared = { inputs: [], outputs: [] } }: ScaffoldRequest,
  rendered: readonly RenderedFile[],
  types: FileTypes | null,
): DeclaredParts {
  if (types === null) return declared;
  const spec = JSON.parse(specFileIn(rendered).text) as ModelSpec;
  return {
    inputs: partsOfType(spec.inputs, types.input),
    outputs: partsOfType(spec.outputs, types.output),
  };
}

/** The code for src/: what was given, what an MLflow model brings, and what lies beside the model if that is wanted. */
async function codeFor(
  model: GivenModel | null,
  given: readonly ModelCopy[],
  ask: Ask | null,
): Promise<{ copies: ModelCopy[]; notes: string[] }> {
  if (!model) return { copies: [...given], notes: [] };
  const brought = codeOfMlflow(model.source).filter(
    ({ to }) => !given.some((one) => one.to === to),
  );
  const copies = [...given, ...brought];
  const notes: string[] = [];
  for (const { path, needs } of findNearbyCode(model.source, model.facts.needs)) {
    const to = `src/${basename(path)}`;
    if (copies.some((one) => one.to === to)) continue;
    const name = shown(basename(path));
    if (ask === null) {
      notes.push(
        `the model needs ${shown(needs)}, and ${name} is beside it: --code ${shown(path)} copies it into src/`,
      );
    } else if ((await ask(codePrompt(name, needs))) === 'yes') copies.push({ from: path, to });
  }
  return { copies, notes };
}

function codePrompt(name: string, needs: string): Prompt {
  return {
    ...{ name: 'code', kind: 'choice', message: `Copy ${name} from beside the model into src/?` },
    ...{ default: 'yes', because: `the model needs ${needs}` },
    choices: [
      { value: 'yes', label: 'yes' },
      { value: 'no', label: 'no' },
    ],
    validate: () => true,
  };
}

/** Kinds of files, in the grammar of `--input` without the name. */
interface FileTypes {
  input: string;
  output: string;
}

/** The answers, the model that was read for them, and the requirements as they were typed. */
interface CollectedAnswers extends Collected {
  model: GivenModel | null;
  pip: string[];
  /** Null where nobody was asked. */
  types: FileTypes | null;
}

async function collectAnswers(
  { cwd, directory, given, ask, declared, onModel }: ScaffoldRequest,
  notes: string[],
): Promise<CollectedAnswers> {
  let model = null as GivenModel | null;
  let types: FileTypes | null = null;
  const isDeclared = declared && declared.inputs.length + declared.outputs.length > 0;
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
    ...(ask && onModel ? { onModel } : {}),
    checkName(name) {
      if (directory === null) assertTarget(resolvePath(cwd, name));
    },
    async askMore(facts) {
      if (ask && !isDeclared) types = await askFileTypes(ask, facts);
    },
  });
  return { ...collected, model, pip, types };
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
