/** The columns by name that a fitted scikit-learn estimator takes, and whether they hold texts. */
import type { Column } from '../../core/model-facts.ts';
import { classOf, entry, isMade, itemsIn, itemsOf, kindOf, type Value } from '../pickle/values.ts';

/** Deepest nesting of pipelines that is followed. */
const DEEPEST = 10;

/**
 * The columns of the estimator that gets the data first, in the order of `feature_names_in_`; null where
 * it was fitted without names.
 */
export function columnsIn(top: Value | undefined): Column[] | null {
  for (const part of partsOnTheWay(top)) {
    const names = textsOf(part.state && entry(part.state, 'feature_names_in_'));
    if (names === null || names.length === 0) continue;
    const texts = textColumns(part, names, 0);
    return names.map((name) => ({ name, dtype: texts.has(name) ? 'str' : 'float64' }));
  }
  return null;
}

/** Whether the estimator that predicts is a classifier: it has `classes_`. */
export function isClassifier(top: Value | undefined): boolean {
  let part: Value | undefined = top;
  for (let depth = 0; depth < DEEPEST && isMade(part); depth++) {
    const { state } = part;
    if (entry(state, 'classes_') !== undefined) return true;
    const steps = itemsOf(entry(state, 'steps'));
    part = itemsOf(steps?.at(-1))?.[1] ?? entry(state, 'best_estimator_');
  }
  return false;
}

/** The estimator and those inside it that get the data before any other. */
function partsOnTheWay(top: Value | undefined): { state: Value | undefined }[] {
  const found: { state: Value | undefined }[] = [];
  let part: Value | undefined = top;
  for (let depth = 0; depth < DEEPEST && isMade(part); depth++) {
    found.push(part);
    const { state } = part;
    const step = itemsOf(itemsOf(entry(state, 'steps'))?.[0])?.[1];
    part = step ?? entry(state, 'best_estimator_') ?? itemsOf(entry(state, 'estimators_'))?.[0];
  }
  return found;
}

/** The texts of a list or of a numpy array of objects; null where it holds anything else, or is cut. */
function textsOf(value: Value | undefined): string[] | null {
  const items = itemsOf(value) ?? (isMade(value) ? itemsOf(itemsOf(value.state)?.[4]) : null);
  const list = isMade(value) ? itemsOf(value.state)?.[4] : value;
  if (items === null) return null;
  const length = (list as { length: number }).length;
  const texts = items.filter((item) => typeof item === 'string');
  return texts.length === items.length && length === items.length ? texts : null;
}

/** The names of columns that some transformer takes as categories of text. */
function textColumns(
  part: { state: Value | undefined },
  names: string[],
  depth: number,
): Set<string> {
  const found = new Set<string>();
  if (depth > DEEPEST) return found;
  const transformers = itemsOf(entry(part.state, 'transformers_')) ?? [];
  for (const transformer of transformers) {
    const [, inner, columns] = itemsOf(transformer) ?? [];
    if (!takesTexts(inner, 0)) continue;
    const listed = textsOf(columns) ?? indexed(columns, names);
    for (const name of listed) found.add(name);
  }
  return found;
}

/** Columns that are given by number. */
function indexed(columns: Value | undefined, names: string[]): string[] {
  return (itemsOf(columns) ?? []).flatMap((at) =>
    typeof at === 'number' ? (names[at] ?? []) : [],
  );
}

/** Whether an encoder within has categories that are texts, or takes text as it is. */
function takesTexts(value: Value | undefined, depth: number): boolean {
  if (depth > DEEPEST || kindOf(value) === null) return false;
  if (isMade(value)) {
    if (/Vectorizer$/.test(classOf(value))) return true;
    const categories = itemsOf(entry(value.state, 'categories_')) ?? [];
    if (categories.some((each) => (textsOf(each)?.length ?? 0) > 0)) return true;
    const steps = itemsOf(entry(value.state, 'steps')) ?? [];
    return steps.some((step) => takesTexts(itemsOf(step)?.[1], depth + 1));
  }
  return itemsIn(value).some((item) => takesTexts(item, depth + 1));
}
