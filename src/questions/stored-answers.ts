/** Judges stored answers, which a person may have edited by hand, by the rows of the table. */
import type { OsFlavour } from '../core/answers.ts';
import { isUserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import { doubled } from '../packages/one-each.ts';
import { findModelFault, type StoredFault } from './stored-model.ts';
import { QUESTIONS } from './table.ts';
import { type CatalogView, contextOf } from './types.ts';

/** Answers as they were last rendered, which may be wrong themselves; null where that is not known. */
type Last = Readonly<Record<string, unknown>> | null;

/**
 * The first fault in a folder's stored answers, or null.
 * @param values what stands under our key, `schemaVersion` among it
 * @param lastRendered what to put back where an answer is gone; asked only then
 */
export function findFault(
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
  lastRendered: () => Last = () => null,
): StoredFault | null {
  const keys = QUESTIONS.map(({ key }) => key as string).filter((key) => key !== 'modelBy');
  const known = new Set(['schemaVersion', 'defaults', ...keys]);
  for (const key of Object.keys(values)) {
    if (known.has(key)) continue;
    const missing = keys.filter((other) => values[other] === undefined);
    const near = nearest(key, missing) ?? nearest(key, keys);
    const hint = near === null ? '' : ` (did you mean "${near}"?)`;
    return { path: [key], message: `is no answer${hint}; allowed are ${keys.join(', ')}` };
  }
  for (const key of keys) {
    const message = faultOf(key, values, catalog, lastRendered);
    if (message !== null) return { path: [key], message };
  }
  return values.model === null ? null : findModelFault(values.model, lastRendered);
}

function faultOf(
  key: string,
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
  lastRendered: () => Last,
): string | null {
  const value = values[key];
  const question = QUESTIONS.find((row) => row.key === key);
  const nullable = question?.nullable === true;
  if (value === undefined || (value === null && !nullable)) {
    const back = putBack(key, lastRendered()?.[key]);
    const is = value === null ? 'is null, which it cannot be' : 'is missing';
    return `${is}; ${back}${allowedFor(key)}${nullable ? ', or null' : ''}`;
  }
  if (value === null) return null;
  if (key === 'model') return null;
  if (!question) return null;
  const texts = question.list ? value : [value];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
    return `must be ${question.list ? 'a list of texts' : 'a text in quotes'}, not ${shown(JSON.stringify(value))}`;
  }
  // A stored value is judged by itself: the other answers are judged together by the catalog. Only
  // what a package may be called hangs on the flavour, which was judged before.
  const answers = key === 'system' ? { os: values.os as OsFlavour } : {};
  const context = contextOf(catalog, answers);
  for (const text of texts) {
    try {
      const good = question.check(text, context);
      if (key === 'pip' && good !== text.trim()) return `holds ${shown(text)}; write ${good}`;
    } catch (error) {
      if (isUserError(error)) return error.at(null).line;
      throw error;
    }
  }
  return (
    doubled(key, texts)?.replace(' is given ', ' stands there ').replace(/^/, 'cannot stay: ') ??
    null
  );
}

/** What an answer was before a person took it out. */
function putBack(key: string, last: unknown): string {
  if (last === undefined || last === null) return '';
  const text = JSON.stringify(last);
  const long = text.length > 80;
  return long
    ? 'put it back as it stands in .ml-image/base/.yo-rc.json; '
    : `put back "${key}": ${shown(text)}, as last rendered; `;
}

/** What the row of an answer allows, in words. */
function allowedFor(key: string): string {
  const row = QUESTIONS.find((question) => question.key === key);
  if (key === 'model' || !row) return 'allowed is an object';
  const choices = (row.schema.enum as unknown[] | undefined)?.filter((value) => value !== null);
  if (choices) return `allowed are ${choices.join(', ')}`;
  return row.list ? `allowed is a list of texts, [] for none` : `allowed is ${row.help}`;
}
