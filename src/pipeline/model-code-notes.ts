/** Notes on an edited model.py that may not fit the new model or framework. */
import { frameworkEntry } from '../catalog/data/frameworks.ts';
import { loaderFor } from '../catalog/data/loaders.ts';
import type { Config } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import type { StoredModel } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import { formatPhrase } from '../inspect/describe.ts';
import { sameLines, splitLines } from '../merge/lines.ts';

const ID = 'model-code';

/**
 * Notes on an edited model.py; none where the file is updated with the model, or was deleted.
 * @param last the text as it was rendered last; null where that is not known
 */
export function describeModelCode(
  before: Config,
  config: Config,
  changeSet: ChangeSet,
  last: string | null,
): string[] {
  const change = changeSet.changes.find(({ id }) => id === ID);
  const entry = changeSet.files.find(({ id }) => id === ID);
  const rendered = entry && 'text' in entry ? entry.text : null;
  const edited = change?.action === 'beside' ? null : (change?.after ?? null);
  if (!change || edited === null || rendered === null || sameLines(edited, rendered)) return [];
  const kept = change.action === 'keep-edited' && loaderOf(before) !== loaderOf(config);
  const lines = addedLines(edited, [last ?? '', rendered]);
  const lost = lostTensors(before.model, config.model).filter((name) =>
    lines.some((line) => holdsName(line, name)),
  );
  return [
    ...(kept ? [describeLoad(change.path, before, config)] : []),
    ...(lost.length > 0 ? [describeLost(change.path, lost)] : []),
  ];
}

/** The lines of an edited text that no rendered one has. */
function addedLines(edited: string, rendered: readonly string[]): string[] {
  const known = new Set(rendered.flatMap(linesOf));
  return linesOf(edited).filter((line) => !known.has(line));
}

function describeLost(path: string, names: readonly string[]): string {
  const are = names.length === 1 ? 'that is' : 'these are';
  return `the new model has no ${names.map(shown).join(', ')}: look in ${path}, where ${are} used`;
}

function loaderOf({ framework, model }: Config): string {
  return loaderFor(framework, model?.format ?? null, model?.outputs);
}

function describeLoad(path: string, before: Config, config: Config): string {
  const [old, now] = [before.model, config.model];
  if (now && old?.format !== now.format) {
    const wrote = old
      ? `written for ${formatPhrase(old.format)}`
      : 'written before there was a model';
    return `${path} was ${wrote} and stays, since you edited it; the new model is ${formatPhrase(now.format)}: load() must change`;
  }
  return `${path} was written for ${titleOf(before)} and stays, since you edited it; the framework is ${titleOf(config)} now: load() must change`;
}

function titleOf({ framework }: Config): string {
  return frameworkEntry(framework).title;
}

/** Names of the old model's inputs and outputs that the new one, where it names its own, does not have. */
function lostTensors(old: StoredModel | null, now: StoredModel | null): string[] {
  if (!old || !now) return [];
  const names = (model: StoredModel) =>
    [...(model.inputs ?? []), ...(model.outputs ?? [])].map(({ name }) => name);
  const lost = [
    ...(now.inputs ? (old.inputs ?? []) : []),
    ...(now.outputs ? (old.outputs ?? []) : []),
  ].map(({ name }) => name);
  return [...new Set(lost)].filter((name) => !names(now).includes(name));
}

function linesOf(text: string): string[] {
  return splitLines(text).lines.map((line) => line.text);
}

/** Whether a line holds a tensor's name as a whole word. */
function holdsName(line: string, name: string): boolean {
  const word = /[\p{L}\p{N}_]/u;
  for (let at = line.indexOf(name); name !== '' && at !== -1; at = line.indexOf(name, at + 1)) {
    const [left, right] = [line[at - 1] ?? '', line[at + name.length] ?? ''];
    if (!word.test(left) && !word.test(right)) return true;
  }
  return false;
}
