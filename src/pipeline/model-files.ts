/** Which model a change reads, how its files change, and which are missing. */
import { isAbsolute } from 'node:path';
import { view } from '../catalog/view.ts';
import type { AnswerKey, Config } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { ModelFile } from '../core/folder-state.ts';
import type { StoredModel } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import type { ModelCopy } from '../folder/apply.ts';
import { modelChanges } from '../folder/model-changes.ts';
import { isThere, missingIn } from '../folder/state.ts';
import { checkGiven, type Given } from '../questions/collect.ts';
import { questionFor } from '../questions/table.ts';
import { contextOf } from '../questions/types.ts';
import { copiedPaths } from './model.ts';

/** A model to read, and how to keep it. */
export interface ModelToRead {
  path: string;
  by: StoredModel['by'];
  /** Whether its path was given now; else the stored answers have it. */
  given: boolean;
}

/**
 * The model to read and how to keep it; null: it stays as it is. A mounted model has its path in the
 * answers, so that it can be copied later; a new one is kept as the old one was.
 * @throws UserError where the path is empty or given twice, or `--model-by` alone names no model
 */
export function modelToRead(root: string, before: Config, given: Given): ModelToRead | null {
  const old = before.model;
  const said = textOf('modelBy', given);
  const by = (said ?? old?.by ?? 'copy') as StoredModel['by'];
  const path = textOf('model', given);
  if (path !== null) return { path, by, given: true };
  if (said === null || by === old?.by) return modelToCopyAgain(root, old);
  if (old?.source) return { path: old.source, by, given: false };
  throw new UserError(`--model-by ${by} does not say which model`, {
    hint: `write ml-image regenerate --model PATH --model-by ${by}`,
  });
}

function textOf(key: AnswerKey, given: Given): string | null {
  const value = given[key];
  if (value === undefined) return null;
  const row = questionFor(key);
  return checkGiven(row, value, contextOf(view, {})) as string | null;
}

/** A model that was mounted: the user changed the answers to copy it, and its path is still in them. */
function modelToCopyAgain(root: string, old: StoredModel | null): ModelToRead | null {
  const source = old?.source;
  if (!old || typeof source !== 'string' || missingFiles(root, old).length === 0) return null;
  return isAbsolute(source) && isThere(source) ? { path: source, by: 'copy', given: false } : null;
}

/** The files that a copied model consists of and that are not in the folder. */
function missingFiles(root: string, model: StoredModel | null): string[] {
  return model?.by === 'copy' ? missingIn(root, copiedPaths(model)) : [];
}

/** A line if the copied model is not in the folder; null if it is, or if none is expected. */
export function describeMissingModel(root: string, { model }: Config): string | null {
  const missing = missingFiles(root, model);
  if (missing.length === 0) return null;
  const are = missing.length === 1 ? 'is' : 'are';
  return `${missing.map(shown).join(', ')} ${are} not there, so the image will not work: ml-image regenerate --model PATH`;
}

/**
 * Adds the changes of the model's files to the change set.
 * @param former the model's files as the manifest has them
 * @returns whether the manifest's list of them changes
 * @throws UserError where the model cannot be copied, or something that is not ours is in its way
 */
export function followModelFiles(
  root: string,
  former: readonly ModelFile[],
  copies: readonly ModelCopy[],
  changeSet: ChangeSet,
  { model }: Config,
): boolean {
  const inImage = model?.by !== 'reference';
  const { changes, recorded } = modelChanges(root, former, copies, changeSet, inImage);
  if (changes.length > 0) changeSet.model = changes;
  return recorded;
}
