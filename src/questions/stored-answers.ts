/** Checks stored answers, which a user may have edited, by the rows of the table. */
import type { OsFlavour } from '../core/answers.ts';
import { isUserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import { findDuplicate } from '../packages/one-each.ts';
import { findModelFault, type StoredFault } from './stored-model.ts';
import { QUESTIONS } from './table.ts';
import { type CatalogView, contextOf, type Question } from './types.ts';

/** The answers as last rendered, which may be wrong too; null if they are not known. */
type Last = Readonly<Record<string, unknown>> | null;

/**
 * The first fault in a folder's stored answers, or null.
 * @param values what `.yo-rc.json` has under our key, including `schemaVersion`
 * @param lastRendered the values to restore; called only if an answer is missing
 */
export function findFault(
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
  lastRendered: () => Last = () => null,
): StoredFault | null {
  const rows = QUESTIONS.filter(({ key }) => key !== 'modelBy');
  const keys: string[] = rows.map(({ key }) => key);
  const known = new Set(['schemaVersion', 'defaults', ...keys]);
  for (const key of Object.keys(values)) {
    if (known.has(key)) continue;
    const missing = keys.filter((other) => values[other] === undefined);
    const near = nearest(key, missing) ?? nearest(key, keys);
    const guess = near === null ? '' : ` (did you mean "${near}"?)`;
    const hint = `allowed are ${keys.join(', ')}`;
    return { path: [key], message: `is not an answer${guess}`, hint };
  }
  for (const row of rows) {
    const fault = faultOf(row, values, catalog, lastRendered);
    if (fault) return { path: [row.key], ...fault };
  }
  return values.model === null ? null : findModelFault(values.model, lastRendered);
}

function faultOf(
  question: Question,
  values: Readonly<Record<string, unknown>>,
  catalog: CatalogView,
  lastRendered: () => Last,
): Omit<StoredFault, 'path'> | null {
  const { key, nullable } = question;
  const value = values[key];
  if (value === undefined || (value === null && !nullable)) {
    const back = putBack(key, lastRendered()?.[key]);
    const message = value === null ? 'must not be null' : 'is missing';
    return { message, hint: `${back}${allowedFor(question)}${nullable ? ', or null' : ''}` };
  }
  if (value === null || key === 'model') return null;
  const texts = question.list ? value : [value];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
    const type = question.list ? 'a list of strings' : 'a string in quotes';
    return { message: `must be ${type}, not ${shown(JSON.stringify(value))}` };
  }
  // A stored value is checked by itself; the catalog checks all of them together. Only the names of
  // packages depend on the OS, which was checked before.
  const answers = key === 'system' ? { os: values.os as OsFlavour } : {};
  const context = contextOf(catalog, answers);
  for (const text of texts) {
    try {
      const good = question.check(text, context);
      if (key === 'pip' && good !== text.trim())
        return { message: `contains ${shown(text)}`, hint: `write ${good}` };
    } catch (error) {
      if (!isUserError(error)) throw error;
      const { message, hint } = error.at(null);
      return { message, hint };
    }
  }
  const duplicate = findDuplicate(key, texts, 'listed');
  return duplicate && { message: `is not valid: ${duplicate.message}`, hint: duplicate.hint };
}

/** How to restore an answer that a user removed. */
function putBack(key: string, last: unknown): string {
  if (last === undefined || last === null) return '';
  const text = JSON.stringify(last);
  const long = text.length > 80;
  return long
    ? 'put it back as in .ml-image/base/.yo-rc.json; '
    : `put back "${key}": ${shown(text)}, as last rendered; `;
}

/** The values that the row of an answer allows, in words. */
function allowedFor({ key, list, values, help }: Question): string {
  if (key === 'model') return 'allowed is an object';
  if (list) return 'allowed is a list of strings, [] for none';
  return values ? `allowed are ${values.join(', ')}` : `allowed is ${help}`;
}
