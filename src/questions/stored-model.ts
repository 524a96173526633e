/** Judges the stored model, which a person may have edited by hand. */
import { MODEL_FORMATS } from '../types.ts';
import { shown } from './text.ts';

/** A stored value that cannot be: the keys that lead to it, and what is allowed. */
export interface StoredFault {
  path: string[];
  message: string;
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ['package', 'file', 'class', 'code'];
const VERDICTS = ['data-only', 'known-imports', 'unknown-imports', 'dangerous'];
/** One word, as formats name their dtypes; which of them can be used is the runner's affair. */
const DTYPE = /^[A-Za-z<>|=][A-Za-z0-9_.<>[\]]{0,39}$/;

/** What is wrong in each field of a stored model; null: nothing. */
const FIELDS: Readonly<Record<string, (value: unknown, model: Fields) => string | null>> = {
  file: (value) =>
    isFileName(value) ? null : `is ${json(value)}, which is no name of a file in model/`,
  by: (value) => oneOf(value, ['copy', 'reference']),
  source: (value, { by }) =>
    by !== 'reference' || typeof value === 'string'
      ? null
      : 'must be the absolute path of a model that is kept by reference',
  format: (value) => oneOf(value, MODEL_FORMATS),
  savedWith: (value) => (isTextOrNull(value) ? null : 'must be a text, or null'),
  inputs: signature,
  outputs: signature,
  needs: (value) => inList(value, '{kind, name, why}', need),
  safety,
  warnings: (value) => (isTexts(value) ? null : 'must be a list of texts'),
};

/** The first fault in a stored model, or null. */
export function findModelFault(value: unknown): StoredFault | null {
  if (!isRecord(value)) return { path: ['model'], message: 'must be an object, or null' };
  for (const [field, judge] of Object.entries(FIELDS)) {
    const message = judge(value[field], value);
    if (message === null) continue;
    const path = field in value ? ['model', field] : ['model'];
    return { path, message: field in value ? message : `lacks "${field}", which ${message}` };
  }
  return null;
}

function signature(value: unknown): string | null {
  return value === null ? null : inList(value, '{name, dtype, shape}', tensor);
}

function tensor({ name, dtype, shape }: Fields): string | null {
  if (typeof name !== 'string') return 'needs a name in quotes';
  if (dtype !== null && !(typeof dtype === 'string' && DTYPE.test(dtype)))
    return `has the dtype ${json(dtype)}; allowed are numpy's names such as float32, or null`;
  const dimension = (n: unknown) => n === null || (Number.isInteger(n) && (n as number) >= 0);
  return shape === null || (Array.isArray(shape) && shape.every(dimension))
    ? null
    : `has the shape ${json(shape)}; allowed is a list of whole numbers, null for a free one, or null`;
}

function need({ kind, name, specifier, why }: Fields): string | null {
  const wrong = oneOf(kind, KINDS);
  if (wrong) return `has a kind that ${wrong}`;
  if (typeof name !== 'string') return 'needs a name in quotes';
  if (specifier !== undefined && typeof specifier !== 'string')
    return `has the specifier ${json(specifier)}; allowed is a text such as ">=2.6"`;
  return typeof why === 'string' ? null : 'needs a text in "why"';
}

function safety(value: unknown): string | null {
  if (!isRecord(value)) return 'must be an object of verdict and imports';
  const wrong = oneOf(value.verdict, VERDICTS);
  if (wrong) return `has a verdict that ${wrong}`;
  return isTexts(value.imports) ? null : 'needs a list of texts in "imports"';
}

/** The fault of a list's first wrong item, with its number from 1. */
function inList(
  value: unknown,
  what: string,
  judge: (item: Fields) => string | null,
): string | null {
  if (!Array.isArray(value)) return `must be a list of ${what}`;
  for (const [at, item] of value.entries()) {
    const message = isRecord(item) ? judge(item) : `must be ${what}`;
    if (message !== null) return `holds an item, number ${at + 1}, that ${message}`;
  }
  return null;
}

function oneOf(value: unknown, allowed: readonly string[]): string | null {
  if (typeof value === 'string' && allowed.includes(value)) return null;
  return `is ${json(value)}; allowed are ${allowed.join(', ')}`;
}

function isFileName(value: unknown): boolean {
  return typeof value === 'string' && !['', '.', '..'].includes(value) && !/[/\0]/.test(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function json(value: unknown): string {
  return shown(JSON.stringify(value) ?? 'nothing');
}
