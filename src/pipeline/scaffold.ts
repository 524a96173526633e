/**
 * The way of the data, written out: from a model file and answers to a folder. The only file that
 * knows every room.
 */
import { basename, join, resolve as resolvePath } from 'node:path';
import { judgePackages, withReaders } from '../catalog/check-requirements.ts';
import { wholeVersion } from '../catalog/data/frameworks.ts';
import { readersFor } from '../catalog/data/readers.ts';
import { resolve } from '../catalog/resolve.ts';
import { view } from '../catalog/view.ts';
import { findDefaults, STORE_FILE, storeText } from '../config/store.ts';
import { type Answers, type Config, configOf } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import { refusalError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { packageRoot } from '../core/package.ts';
import type { Plan, RenderedFile } from '../core/types.ts';
import type { ApplyResult, ModelCopy } from '../folder/apply.ts';
import { recover } from '../folder/recover.ts';
import { readState } from '../folder/state.ts';
import { assertTarget } from '../folder/target.ts';
import { PATIENCE, whenFree } from '../folder/wait.ts';
import { buildSpec } from '../model-spec/build.ts';
import { splitList } from '../packages/split-requirements.ts';
import { type Ask, collect, type Given, type Settled } from '../questions/collect.ts';
import { render } from '../render/render.ts';
import { loadTemplates } from '../render/templates.ts';
import { aboutRecovery } from './find-folder.ts';
import {
  assertOutside,
  copiesOf,
  type GivenModel,
  judgeModel,
  readModel,
  reasonsToRead,
  storedModel,
} from './model.ts';
import { formPaths, reconcileWithForms } from './spec-forms.ts';
import type { OwnWheel } from './wheels.ts';

/** What a new folder is made from. */
export interface ScaffoldRequest {
  /** Where paths start. */
  cwd: string;
  /** The new folder; null: named after the model, in `cwd`. */
  directory: string | null;
  given: Given;
  /** null: ask nothing. */
  ask: Ask | null;
  /** Go on although loading the model would run code of its own. */
  allowDangerousModel?: boolean;
  /** Touch nothing, not even what a killed run left behind. */
  readOnly?: boolean;
}

/** What a folder is to become, decided and not yet written. */
export interface Decided {
  root: string;
  config: Config;
  plan: Plan;
  changes: ChangeSet;
  /** The model's files; undefined: they stay as they are. */
  copies: ModelCopy[] | undefined;
  /** What the folder held when this was decided; it is not written where that is another by then. */
  read?: State;
  /** What a person should know, one line each. */
  warnings: string[];
}

/** A new folder, with how each answer came about. */
export interface Prepared extends Decided {
  facts: ModelFacts | null;
  settled: Settled[];
}

/**
 * Decides a new folder; writes nothing.
 * @throws UserError where an answer is wrong, the combination cannot work, or the target is taken
 */
export async function prepareScaffold(request: ScaffoldRequest): Promise<Prepared> {
  const { cwd, directory } = request;
  // A target that is taken is said before anything is asked.
  const notes = directory === null ? [] : await freeTarget(resolvePath(cwd, directory), request);
  let given = null as GivenModel | null;
  const { ask } = request;
  const said = [request.given.pip ?? []].flat();
  const collected = await collect({
    given: request.given,
    ask:
      ask &&
      (async (prompt) => {
        const text = await ask(prompt);
        if (prompt.name === 'pip') said.push(text);
        return text;
      }),
    catalog: view,
    defaults: findDefaults(directory === null ? cwd : resolvePath(cwd, directory), notes),
    directoryName: directory === null ? null : basename(resolvePath(cwd, directory)),
    async inspect(path) {
      given = await readModel(cwd, path);
      return { facts: given.facts, modelName: basename(given.source) };
    },
  });
  const root = resolvePath(cwd, directory ?? collected.answers.name);
  notes.push(...(await freeTarget(root, request)));
  const warnings = given ? await judgeModel(given.facts, request) : [];
  if (given) assertOutside(given.source, root);
  const config = configFrom(collected.answers, given);
  const wheels = await wheelsAmong(said);
  const own = wheels.map(({ name }) => name);
  const judged = judgePackages(planFor(config), config.pip, 'flags', { own });
  const { plan, notes: aboutPackages } = judged;
  if (wheels.length > 0) {
    const { judgeWheels, noteMissing } = await import('./wheels.ts');
    judgeWheels(wheels, plan, '');
    aboutPackages.push(...noteMissing(wheels, root));
  }
  const next = await renderFolder(plan);
  const state = readState(root, [...next, ...formPaths(config)]);
  const changes = await reconcileWithForms(config, state, next);
  const copies = given && config.model ? copiesOf(given, config.model) : [];
  return {
    root,
    config,
    plan,
    facts: collected.facts,
    settled: collected.settled,
    changes,
    copies,
    read: state,
    warnings: [
      ...notes,
      ...warnings,
      ...(collected.facts?.warnings ?? []),
      ...(await leftOutOf(copies)),
      ...aboutPackages,
      ...plan.notes,
    ],
  };
}

/** What of a model is not copied, in one line where there is such. */
export async function leftOutOf(copies: readonly ModelCopy[]): Promise<string[]> {
  if (copies.length === 0) return [];
  const { aboutLeftOut } = await import('../folder/model-source.ts');
  const line = aboutLeftOut(copies);
  return line === null ? [] : [line];
}

/** The wheels among requirements as they were given; what judges them is loaded where there is one. */
async function wheelsAmong(texts: readonly string[]): Promise<OwnWheel[]> {
  if (!texts.some((text) => text.includes('.whl'))) return [];
  const { wheelsAhead } = await import('./wheels.ts');
  return wheelsAhead(texts.flatMap((text) => splitList('pip', text)));
}

/** A run that was killed in this very place is undone first: its remains are nobody's work. */
async function freeTarget(root: string, { readOnly }: ScaffoldRequest): Promise<string[]> {
  const notes = readOnly ? [] : aboutRecovery(await whenFree(() => recover(root), PATIENCE));
  assertTarget(root);
  return notes;
}

/** How a commit tells its progress and is stopped. */
export interface CommitOptions {
  onProgress?: (progress: { to: string; done: number; total: number }) => void;
  /** Aborted: nothing is left behind, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Writes what was decided: all of it or nothing. Waits some seconds for another run in the folder.
 * @throws UserError where the disk refuses (full, read-only, no permission), another run stays at work there,
 * or the folder was changed since this was decided (`passing` is `changed` then)
 */
export async function commit(decided: Decided, options: CommitOptions = {}): Promise<ApplyResult> {
  const { root, changes, copies, read } = decided;
  // Loaded only here: commands that write nothing start the sooner.
  const { apply } = await import('../folder/apply.ts');
  return apply(root, changes, {
    ...(copies ? { copies } : {}),
    ...(read ? { read } : {}),
    wait: PATIENCE,
    ...options,
  });
}

/**
 * Makes a new image folder: decides and writes.
 * @throws UserError as prepareScaffold and commit do; nothing is written then
 */
export async function scaffold(request: ScaffoldRequest): Promise<Prepared> {
  const prepared = await prepareScaffold(request);
  await commit(prepared);
  return prepared;
}

/**
 * Resolves a config, or ends.
 * @throws UserError with the reason and what would work
 */
export function planFor(config: Config): Plan {
  const resolved = resolve(config);
  if ('plan' in resolved) return resolved.plan;
  throw refusalError(resolved.refusal);
}

/**
 * All files of the folder for a plan, the stored answers among them.
 * @param declared file extensions that the person's own specification names
 * @throws UserError where a requirement conflicts with what these are read with
 */
export async function renderFolder(plan: Plan, declared: string[] = []): Promise<RenderedFile[]> {
  const spec = buildSpec(plan.config, { name: plan.imageName, tag: plan.imageTag });
  const parts = [...Object.values(spec.inputs), ...Object.values(spec.outputs)];
  const readers = readersFor([...parts.map((part) => part.extension), ...declared]);
  const { model } = plan.config;
  const modelImports = model ? reasonsToRead(model.safety) : [];
  const { requirements } = plan;
  const alone = requirements.packages.length === 0;
  const whole = {
    ...plan,
    modelImports,
    requirements: alone ? { ...requirements, readers } : withReaders(plan, readers),
  };
  return [
    ...render(whole, spec, loadTemplates(join(packageRoot(), 'templates'), plan.loader)),
    { id: 'answers', path: STORE_FILE, mode: 0o644, kind: 'json', text: storeText(plan.config) },
  ];
}

function configFrom(answers: Answers, given: GivenModel | null): Config {
  const config = configOf(answers, given && storedModel(given, answers.modelBy));
  const { framework, frameworkVersion, os } = config;
  return {
    ...config,
    frameworkVersion: frameworkVersion && wholeVersion(framework, frameworkVersion, os),
  };
}
