/** Judges stored answers, which a person may have edited by hand, by the rows of the table. */
import { isUserError } from '../errors.ts';
import { doubled } from './one-each.ts';
import { findModelFault, type StoredFault } from './stored-model.ts';
import { QUESTIONS } from './table.ts';
import { shown } from './text.ts';
import type { CatalogView, Context } from './types.ts';

/** Keys that may be null: answers that do not apply, or that the catalog gives. */
const NULLABLE = ['model', 'frameworkVersion', 'python', 'baseImage', 'platform'];

/**
 * The first fault in a folder's stored answers, or null.
 * @param values what stands under our key, `schemaVersion` among it
 */
export function findFault(
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
): StoredFault | null {
  const keys = QUESTIONS.map(({ key }) => key as string).filter((key) => key !== 'modelBy');
  const known = new Set(['schemaVersion', 'defaults', ...keys]);
  for (const key of Object.keys(values)) {
    if (!known.has(key))
      return { path: [key], message: `is no answer; allowed are ${keys.join(', ')}` };
  }
  for (const key of keys) {
    const message = faultOf(key, values, catalog);
    if (message !== null) return { path: [key], message };
  }
  return values.model === null ? null : findModelFault(values.model);
}

function faultOf(
  key: string,
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
): string | null {
  const value = values[key];
  if (value === undefined) return 'is missing; put it back, or make the folder anew';
  if (value === null) {
    return NULLABLE.includes(key) ? null : 'is null, which it cannot be';
  }
  if (key === 'model') return null;
  const question = QUESTIONS.find((row) => row.key === key);
  if (!question) return null;
  const texts = question.list ? value : [value];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
    return `must be ${question.list ? 'a list of texts' : 'a text in quotes'}, not ${shown(JSON.stringify(value))}`;
  }
  // A stored value is judged by itself: the other answers are judged together by the catalog. Only
  // what a package may be called hangs on the flavour, which was judged before.
  const answers = key === 'system' ? { os: values.os } : {};
  const context = { answers, catalog } as unknown as Context;
  for (const text of texts) {
    try {
      const good = question.check(text, context);
      if (key === 'pip' && good !== text.trim()) return `holds ${shown(text)}; write ${good}`;
    } catch (error) {
      if (isUserError(error)) return error.message.replace(/^--[a-z-]+ /, '');
      throw error;
    }
  }
  return (
    doubled(key, texts)?.replace(' is given ', ' stands there ').replace(/^/, 'cannot stay: ') ??
    null
  );
}
