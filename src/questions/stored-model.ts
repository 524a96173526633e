/** Checks the stored model, which a user may have edited. */

import { MODEL_FORMATS } from '../core/model-facts.ts';
import { nearest } from '../core/nearest.ts';
import { isRecord } from '../core/record.ts';
import { shownJson } from '../core/text.ts';

/** A wrong stored value: its path of keys, what is wrong, and what to write instead. */
export interface StoredFault {
  path: string[];
  message: string;
  hint?: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ['package', 'file', 'class', 'code'];
const VERDICTS = ['data-only', 'known-imports', 'unknown-imports', 'dangerous'];
/** The dtypes of numpy and ml_dtypes; the runner decides which of them it can use. */
const DTYPES = `bool int2 int4 int8 int16 int32 int64 uint2 uint4 uint8 uint16 uint32 uint64
  float16 float32 float64 longdouble bfloat16 complex64 complex128 str bytes object
  float4_e2m1fn float8_e3m4 float8_e4m3 float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz
  float8_e5m2 float8_e5m2fnuz float8_e8m0fnu`.split(/\s+/);
/** numpy's short codes (`<f4`, `|S10`) and date types, which MLflow may write. */
const DTYPE_CODE =
  /^(?:[<>|=]?[?bBhHiIlLqQefdgFDGSUVOMm]\d*|(?:datetime|timedelta)64(?:\[\w+\])?)$/;

type FieldCheck = (value: unknown, model: Fields, known: ReadonlySet<unknown>) => string | null;

/** The check of each field: what is wrong, or null. */
const FIELDS: Readonly<Record<string, FieldCheck>> = {
  file: (value) =>
    isFileName(value) ? null : `is ${shownJson(value)}, which is not the name of a file in model/`,
  by: (value) => oneOf(value, ['copy', 'reference']),
  source: (value, { by }) =>
    by !== 'reference' || typeof value === 'string'
      ? null
      : 'must be the absolute path of the referenced model',
  format: (value) => oneOf(value, MODEL_FORMATS),
  savedWith: (value) => (isTextOrNull(value) ? null : 'must be a string, or null'),
  inputs: signature,
  outputs: signature,
  needs: (value) => inList(value, '{kind, name, why}', need),
  safety,
  warnings: (value) => (isTexts(value) ? null : 'must be a list of strings'),
  about: (value) =>
    value === undefined || isTextRecord(value) ? null : 'must be an object of texts',
  leftOut: (value) => (value === undefined || isTexts(value) ? null : 'must be a list of strings'),
};

/**
 * The first fault in a stored model, or null.
 * @param lastRendered the answers as last rendered: an unknown dtype is right if the model's file gave it
 */
export function findModelFault(
  value: unknown,
  lastRendered: () => Fields | null = () => null,
): StoredFault | null {
  if (!isRecord(value)) return { path: ['model'], message: 'must be an object, or null' };
  const fields = Object.keys(FIELDS);
  const unknown = Object.keys(value).find((key) => !fields.includes(key));
  if (unknown !== undefined) {
    const near = nearest(unknown, fields);
    const hint = near === null ? '' : ` (did you mean "${near}"?)`;
    return {
      path: ['model', unknown],
      message: `is not a field of a model${hint}; allowed are ${fields.join(', ')}`,
    };
  }
  const known = hasOddDtype(value) ? dtypesOf(lastRendered()?.model) : new Set();
  for (const [field, check] of Object.entries(FIELDS)) {
    const message = check(value[field], value, known);
    if (message === null) continue;
    const path = field in value ? ['model', field] : ['model'];
    return { path, message: field in value ? message : `has no "${field}", which ${message}` };
  }
  return null;
}

function signature(value: unknown, _model: Fields, known: ReadonlySet<unknown>): string | null {
  return value === null
    ? null
    : inList(value, '{name, dtype, shape}', (item) => tensor(item, known));
}

/** The file of an input or output: an extension, and what is told of it. */
function isTensorFile(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value) || typeof value.extension !== 'string') return false;
  const { key, type, columns, labels, names } = value;
  const isColumn = (one: unknown) =>
    isRecord(one) && typeof one.name === 'string' && isTextOrNull(one.dtype);
  return (
    (key === undefined || typeof key === 'string') &&
    (type === undefined || type === 'segmentation') &&
    (columns === undefined || (Array.isArray(columns) && columns.every(isColumn))) &&
    (labels === undefined || isTexts(labels)) &&
    (names === undefined || isTextRecord(names))
  );
}

function isTextRecord(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function tensor({ name, dtype, shape, file }: Fields, known: ReadonlySet<unknown>): string | null {
  if (typeof name !== 'string') return 'needs a name in quotes';
  if (!isTensorFile(file)) return `has the file ${shownJson(file)}; it needs an extension`;
  if (dtype !== null && !isDtype(dtype) && !known.has(dtype)) {
    const near = typeof dtype === 'string' ? nearest(dtype, DTYPES) : null;
    const hint = near === null ? '' : ` (did you mean "${near}"?)`;
    return `has the dtype ${shownJson(dtype)}${hint}; allowed are numpy's names such as float32, int64 and str, or null`;
  }
  const dimension = (n: unknown) => n === null || (Number.isInteger(n) && (n as number) >= 0);
  return shape === null || (Array.isArray(shape) && shape.every(dimension))
    ? null
    : `has the shape ${shownJson(shape)}; allowed is a list of whole numbers, null for a free one, or null`;
}

function isDtype(value: unknown): boolean {
  return typeof value === 'string' && (DTYPES.includes(value) || DTYPE_CODE.test(value));
}

function hasOddDtype(model: Fields): boolean {
  return [...dtypesOf(model)].some((dtype) => dtype !== null && !isDtype(dtype));
}

/** All dtypes of a stored model, right or wrong. */
function dtypesOf(model: unknown): Set<unknown> {
  const { inputs, outputs } = isRecord(model) ? model : {};
  const tensors = [inputs, outputs].flatMap((list) => (Array.isArray(list) ? list : []));
  return new Set(tensors.map((each) => (isRecord(each) ? each.dtype : undefined)));
}

function need({ kind, name, specifier, why }: Fields): string | null {
  const wrong = oneOf(kind, KINDS);
  if (wrong) return `has a kind that ${wrong}`;
  if (typeof name !== 'string') return 'needs a name in quotes';
  if (specifier !== undefined && typeof specifier !== 'string')
    return `has the specifier ${shownJson(specifier)}; allowed is a string such as ">=2.6"`;
  return typeof why === 'string' ? null : 'needs a string in "why"';
}

function safety(value: unknown): string | null {
  if (!isRecord(value)) return 'must be an object of verdict and imports';
  const wrong = oneOf(value.verdict, VERDICTS);
  if (wrong) return `has a verdict that ${wrong}`;
  if (!isTexts(value.imports)) return 'needs a list of strings in "imports"';
  // Older releases stored none.
  const { reasons } = value;
  return reasons === undefined || isTexts(reasons) ? null : 'needs a list of strings in "reasons"';
}

/** The fault of a list's first wrong item, with its number, from 1. */
function inList(
  value: unknown,
  what: string,
  check: (item: Fields) => string | null,
): string | null {
  if (!Array.isArray(value)) return `must be a list of ${what}`;
  for (const [at, item] of value.entries()) {
    const message = isRecord(item) ? check(item) : `must be ${what}`;
    if (message !== null) return `item ${at + 1} ${message}`;
  }
  return null;
}

function oneOf(value: unknown, allowed: readonly string[]): string | null {
  if (typeof value === 'string' && allowed.includes(value)) return null;
  return `is ${shownJson(value)}; allowed are ${allowed.join(', ')}`;
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
