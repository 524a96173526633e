/** Judges stored answers, which a person may have edited by hand, by the rows of the table. */
import { isUserError } from '../errors.ts';
import { MODEL_FORMATS, type StoredModel } from '../types.ts';
import { QUESTIONS } from './table.ts';
import { shown } from './text.ts';
import type { CatalogView, Context } from './types.ts';

/** A stored value that cannot be: its key and what is allowed. */
export interface StoredFault {
  key: string;
  message: string;
}

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
    if (!known.has(key)) return { key, message: `is no answer; allowed are ${keys.join(', ')}` };
  }
  for (const key of keys) {
    const message = faultOf(key, values[key], catalog);
    if (message !== null) return { key, message };
  }
  return null;
}

function faultOf(key: string, value: unknown, catalog: CatalogView): string | null {
  if (value === undefined) return 'is missing; put it back, or make the folder anew';
  if (value === null) {
    return NULLABLE.includes(key) ? null : 'is null, which it cannot be';
  }
  if (key === 'model') return modelFault(value);
  const question = QUESTIONS.find((row) => row.key === key);
  if (!question) return null;
  const texts = question.list ? value : [value];
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
    return `must be ${question.list ? 'a list of texts' : 'a text in quotes'}, not ${shown(JSON.stringify(value))}`;
  }
  // A stored value is judged by itself: the other answers are judged together by the catalog.
  const context = { answers: {}, catalog } as unknown as Context;
  for (const text of texts) {
    try {
      question.check(text, context);
    } catch (error) {
      if (isUserError(error)) return error.message.replace(/^--[a-z-]+ /, '');
      throw error;
    }
  }
  return null;
}

function modelFault(value: unknown): string | null {
  const model = value as Partial<StoredModel>;
  if (typeof value !== 'object' || Array.isArray(value)) return 'must be an object, or null';
  if (typeof model.file !== 'string' || !isFileName(model.file)) {
    return `has the file ${shown(JSON.stringify(model.file))}, which is no name of a file in model/`;
  }
  if (model.by !== 'copy' && model.by !== 'reference') {
    return `is kept by ${shown(JSON.stringify(model.by))}; allowed are copy, reference`;
  }
  if (model.by === 'reference' && typeof model.source !== 'string') {
    return 'is kept by reference, and needs its absolute path as "source"';
  }
  if (!MODEL_FORMATS.includes(model.format as never)) {
    return `has the format ${shown(JSON.stringify(model.format))}; allowed are ${MODEL_FORMATS.join(', ')}`;
  }
  const lists = [model.needs, model.warnings, model.safety?.imports];
  if (!lists.every(Array.isArray))
    return 'lacks needs, warnings or safety; inspect the model again';
  if (![model.inputs, model.outputs].every(isSignature)) {
    return 'has inputs or outputs that are no list of {name, dtype, shape}';
  }
  return null;
}

function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
}

function isSignature(value: unknown): boolean {
  if (value === null) return true;
  return (
    Array.isArray(value) &&
    value.every(
      (tensor) =>
        typeof tensor?.name === 'string' &&
        (tensor.dtype === null || typeof tensor.dtype === 'string') &&
        (tensor.shape === null ||
          (Array.isArray(tensor.shape) &&
            tensor.shape.every((n: unknown) => n === null || Number.isInteger(n)))),
    )
  );
}
