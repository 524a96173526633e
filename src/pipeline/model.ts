/** Reads the given model, checks that it is safe, and says what of it is stored and copied. */
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { ModelFacts, Safety, StoredModel } from '../core/model-facts.ts';
import { shown, shownUpTo } from '../core/text.ts';
import type { ModelCopy } from '../folder/apply.ts';
import { describeLeftOut } from '../folder/model-source.ts';
import type { Ask } from '../questions/collect.ts';

/** A model file or directory, read. */
export interface GivenModel {
  facts: ModelFacts;
  /** Absolute path of the model itself; within a given directory it may lie deeper. */
  source: string;
}

/** Whether an unsafe model is accepted. */
export interface Trust {
  ask?: Ask | null;
  /** Continue although loading the model would run its code. */
  allowDangerousModel?: boolean;
}

/**
 * Reads a model at a path as a person gives it, `~` and relative paths included.
 * @throws UserError where it cannot be read
 */
export async function readModel(cwd: string, path: string): Promise<GivenModel> {
  const home = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  const absolute = resolve(cwd, home);
  // The readers are the larger half of the program, and most commands need none of them.
  const { inspectModel } = await import('../inspect/inspect.ts');
  const facts = await inspectModel(absolute);
  return { facts, source: facts.path ? join(absolute, facts.path) : absolute };
}

/**
 * Checks whether loading the model may run unexpected code.
 * @returns lines that a person should read
 * @throws UserError for a dangerous model that was not allowed, or one that the person does not trust
 */
export async function checkSafety(facts: ModelFacts, trust: Trust): Promise<string[]> {
  const { verdict } = facts.safety;
  const why = reasonList(facts.safety);
  if (verdict === 'dangerous') {
    if (trust.allowDangerousModel) {
      return [`loading the model is dangerous (${why}): allowed by --allow-dangerous-model`];
    }
    throw new UserError(`the model is dangerous: loading it could run code (${why})`, {
      hint: 'if you trust where it comes from, give --allow-dangerous-model',
    });
  }
  if (verdict !== 'unknown-imports') return [];
  if (trust.ask && (await trust.ask(trustPrompt(why))) !== 'yes') {
    throw new UserError('stopped: the model is not trusted; nothing was written');
  }
  return [
    `loading the model imports code that is not known (${why}): use it only if you trust where it comes from`,
  ];
}

/** Reasons that one sentence names; `inspect` lists more. */
const MOST_REASONS = 3;
/** Characters of a reason: its end says what it could do, so it is cut later than other texts. */
const LONGEST_REASON = 160;

/** The worst reasons for a verdict, for the middle of a sentence. */
function reasonList(safety: Safety): string {
  const reasons = reasonsToRead(safety).map((reason) => shownUpTo(LONGEST_REASON, reason));
  const more = reasons.length - MOST_REASONS;
  const named = reasons.slice(0, MOST_REASONS).join('; ') || 'code of its own';
  return more > 0 ? `${named}; and ${more} more, which ml-image inspect lists` : named;
}

/** What a person should read of a verdict: the reasons for it, or the imports where there are none. */
export function reasonsToRead({ reasons, imports }: Safety): string[] {
  return reasons !== undefined && reasons.length > 0 ? reasons : imports;
}

function trustPrompt(why: string): Parameters<Ask>[0] {
  return {
    name: 'trust',
    kind: 'choice',
    message: `Loading the model imports code that is not known (${why}). Go on?`,
    default: 'no',
    because: 'an import can run any code',
    choices: [
      { value: 'no', label: 'no, stop here' },
      { value: 'yes', label: 'yes, I trust where the model comes from' },
    ],
    validate: () => true,
  };
}

/**
 * Refuses a target inside the model's own directory, which would then hold itself.
 * @throws UserError
 */
export function assertOutside(source: string, root: string): void {
  const inside = relative(source, root);
  if (!inside.startsWith('..') && !isAbsolute(inside)) {
    throw new UserError(
      `the new folder ${shown(root)} would lie inside the model's directory ${shown(source)}`,
      { hint: `give a directory outside it` },
    );
  }
}

/** The model as the answers store it. */
export function storedModel({ facts, source }: GivenModel, by: 'copy' | 'reference'): StoredModel {
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
    ...(facts.about ? { about: facts.about } : {}),
    ...(facts.leftOut?.length ? { leftOut: facts.leftOut } : {}),
  };
}

/** The model and the files that must travel with it (ONNX keeps weights beside the graph). */
export function copiesOf({ source }: GivenModel, model: StoredModel): ModelCopy[] {
  if (model.by === 'reference') return [];
  const [first, ...beside] = copiedPaths(model) as [string, ...string[]];
  return [
    { from: source, to: first, ...(model.leftOut ? { leftOut: model.leftOut } : {}) },
    ...beside.map((to) => ({ from: join(dirname(source), to.slice('model/'.length)), to })),
  ];
}

/** Notes the files of a model that are not copied; empty where all are. */
export function noteLeftOut(copies: readonly ModelCopy[]): string[] {
  return [describeLeftOut(copies) ?? []].flat();
}

/** Paths of a copied model in the folder: its own, then those of its companion files. */
export function copiedPaths(model: StoredModel): string[] {
  const beside = model.needs.filter((need) => need.kind === 'file').map(({ name }) => name);
  return [model.file, ...beside].map((name) => `model/${name}`);
}
