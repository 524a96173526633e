/**
 * The way of the data, written out: from a model file and answers to a folder. The only file that
 * knows every room.
 */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, relative, resolve as resolvePath } from 'node:path';
import { readersFor } from './catalog/readers.ts';
import { resolve } from './catalog/resolve.ts';
import { view } from './catalog/view.ts';
import { findDefaults, STORE_FILE, storeText } from './config/store.ts';
import { UserError } from './errors.ts';
import { inspectModel } from './inspect/inspect.ts';
import { packageRoot } from './package.ts';
import {
  type Ask,
  type Collected,
  collect,
  type Given,
  type Settled,
} from './questions/collect.ts';
import { shown } from './questions/text.ts';
import type { Answers } from './questions/types.ts';
import { type ApplyResult, apply, type ModelCopy } from './reconcile/apply.ts';
import type { ChangeSet } from './reconcile/change-set.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { recover } from './reconcile/recover.ts';
import { readState } from './reconcile/state.ts';
import { assertTarget } from './reconcile/target.ts';
import { render } from './render/render.ts';
import { loadTemplates } from './render/templates.ts';
import { buildSpec } from './spec/build.ts';
import type { Config, ModelFacts, Plan, RenderedFile, StoredModel } from './types.ts';

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
}

/** A folder that is decided and not yet written. */
export interface Prepared {
  root: string;
  config: Config;
  plan: Plan;
  facts: ModelFacts | null;
  settled: Settled[];
  changes: ChangeSet;
  copies: ModelCopy[];
  /** What a person should know, one line each. */
  warnings: string[];
}

/**
 * Decides a new folder; writes nothing.
 * @throws UserError where an answer is wrong, the combination cannot work, or the target is taken
 */
export async function prepareScaffold(request: ScaffoldRequest): Promise<Prepared> {
  const { cwd, directory } = request;
  // A target that is taken is said before anything is asked.
  if (directory !== null) assertTarget(resolvePath(cwd, directory));
  const collected = await collect({
    given: request.given,
    ask: request.ask,
    catalog: view,
    defaults: findDefaults(directory === null ? cwd : resolvePath(cwd, directory)),
    directoryName: directory === null ? null : basename(resolvePath(cwd, directory)),
    inspect: (path) => inspectGiven(cwd, path),
  });
  const root = resolvePath(cwd, directory ?? collected.answers.name);
  assertTarget(root);
  const warnings = judgeSafety(collected.facts, request.allowDangerousModel ?? false);
  await confirmImports(collected.facts, request.ask);
  const source = modelSource(cwd, root, collected);
  const config = configFrom(collected, source);
  const plan = planFor(config);
  const next = await renderFolder(plan);
  const changes = reconcile({ ...readState(root, paths(next)), next });
  return {
    root,
    config,
    plan,
    facts: collected.facts,
    settled: collected.settled,
    changes,
    copies: config.model?.by === 'copy' && source ? copiesOf(source, config.model) : [],
    warnings: [...warnings, ...(collected.facts?.warnings ?? []), ...plan.notes],
  };
}

/** How a commit tells its progress and is stopped. */
export interface CommitOptions {
  onProgress?: (progress: { to: string; done: number; total: number }) => void;
  /** Aborted: nothing is left behind, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Writes what was decided: all of it or nothing.
 * @throws UserError where the disk refuses (full, read-only, no permission)
 */
export async function commit(
  prepared: Prepared,
  options: CommitOptions = {},
): Promise<ApplyResult> {
  recover(prepared.root);
  return apply(prepared.root, prepared.changes, { copies: prepared.copies, ...options });
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
  const { reason, instead } = resolved.refusal;
  throw new UserError(
    instead.length > 0 ? `${reason}; what works: ${instead.join(', or ')}` : reason,
  );
}

/** All files of the folder for a plan, the stored answers among them. */
export async function renderFolder(plan: Plan): Promise<RenderedFile[]> {
  const spec = buildSpec(plan.config, { name: plan.imageName, tag: plan.imageTag });
  const extensions = [...Object.values(spec.inputs), ...Object.values(spec.outputs)];
  const readers = readersFor(extensions.map((part) => part.extension));
  const whole = { ...plan, requirements: { ...plan.requirements, readers } };
  return [
    ...render(whole, spec, await loadTemplates(join(packageRoot(), 'templates'), plan.loader)),
    { id: 'answers', path: STORE_FILE, mode: 0o644, kind: 'json', text: storeText(plan.config) },
  ];
}

/** Reads a model at a path as a person gives it. */
async function inspectGiven(
  cwd: string,
  path: string,
): Promise<{ facts: ModelFacts; modelName: string }> {
  const absolute = absolutePath(cwd, path);
  const facts = await inspectModel(absolute);
  return { facts, modelName: basename(facts.path ? join(absolute, facts.path) : absolute) };
}

function absolutePath(cwd: string, path: string): string {
  const home = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  return resolvePath(cwd, home);
}

function judgeSafety(facts: ModelFacts | null, allowed: boolean): string[] {
  if (!facts || facts.safety.verdict === 'data-only') return [];
  const imports = facts.safety.imports.map(shown).join(', ');
  if (facts.safety.verdict === 'dangerous') {
    if (!allowed) {
      throw new UserError(
        `the model is dangerous: loading it would run ${imports || 'code of its own'}; if you trust where it comes from, give --allow-dangerous-model`,
      );
    }
    return [`loading the model runs ${imports}: allowed by --allow-dangerous-model`];
  }
  if (facts.safety.verdict === 'unknown-imports') {
    return [`loading the model imports ${imports}: use it only if you trust where it comes from`];
  }
  return [];
}

async function confirmImports(facts: ModelFacts | null, ask: Ask | null): Promise<void> {
  if (!ask || facts?.safety.verdict !== 'unknown-imports') return;
  const answer = await ask({
    name: 'trust',
    kind: 'choice',
    message: `Loading the model imports ${facts.safety.imports.map(shown).join(', ')}. Go on?`,
    default: 'no',
    because: 'an import can run any code',
    choices: [
      { value: 'no', label: 'no, stop here' },
      { value: 'yes', label: 'yes, I trust where the model comes from' },
    ],
    validate: () => true,
  });
  if (answer !== 'yes')
    throw new UserError('stopped: the model is not trusted; nothing was written');
}

/** The model's absolute path, after the checks that need the target. */
function modelSource(cwd: string, root: string, { answers, facts }: Collected): string | null {
  if (answers.model === null) return null;
  const given = absolutePath(cwd, answers.model);
  const source = facts?.path ? join(given, facts.path) : given;
  const inside = relative(source, root);
  if (statSync(source).isDirectory() && !inside.startsWith('..') && !isAbsolute(inside)) {
    throw new UserError(
      `the new folder ${shown(root)} would lie inside the model's directory ${shown(source)}; give a directory outside it`,
    );
  }
  return source;
}

function configFrom({ answers, facts }: Collected, source: string | null): Config {
  const model = source && facts ? storedModel(answers, facts, source) : null;
  return {
    schemaVersion: 1,
    model,
    name: answers.name,
    framework: answers.framework,
    frameworkVersion: answers.frameworkVersion,
    accelerator: answers.accelerator,
    os: answers.os,
    python: answers.python,
    baseImage: answers.baseImage,
    image: answers.image,
    pip: answers.pip,
    system: answers.system,
  };
}

function storedModel(answers: Answers, facts: ModelFacts, source: string): StoredModel {
  const by = answers.modelBy ?? 'copy';
  return {
    file: basename(source),
    by,
    ...(by === 'reference' ? { source } : {}),
    format: facts.format,
    savedWith: facts.savedWith,
    inputs: facts.inputs,
    outputs: facts.outputs,
    needs: facts.needs,
    safety: facts.safety,
    warnings: facts.warnings,
  };
}

/** The model and the files that must travel with it (ONNX keeps weights beside the graph). */
function copiesOf(source: string, model: StoredModel): ModelCopy[] {
  const beside = model.needs
    .filter((need) => need.kind === 'file')
    .map((need) => ({ from: join(source, '..', need.name), to: `model/${need.name}` }));
  return [{ from: source, to: `model/${model.file}` }, ...beside];
}

function paths(files: RenderedFile[]): string[] {
  return files.map((file) => file.path);
}
