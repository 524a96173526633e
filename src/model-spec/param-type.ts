/** Reads a param's type, default and limits from a specification, which a user may have edited. */
import { shownJson } from '../core/text.ts';
import { refuse } from './refusal.ts';

/** `default` is absent if the specification has none (or null). Bounds are inclusive. */
export type ParamType =
  | { kind: 'int' | 'float'; default?: number; min?: number; max?: number }
  | { kind: 'bool'; default?: boolean }
  | { kind: 'string'; default?: string }
  | { kind: 'enum'; default?: string; choices: string[] };

type Raw = Readonly<Record<string, unknown>>;

/**
 * The type of a param.
 * Source: ABLInfer's model reference, version 1.3
 * (https://ablinfer.readthedocs.io/en/latest/model_ref.html).
 * @param where the entry, for messages
 * @throws UserError if a default or limit is not of the type, so that no runner could use it
 */
export function paramType(where: string, raw: Raw): ParamType {
  switch (raw.type) {
    case 'int':
    case 'float':
      return number(where, raw, raw.type);
    case 'bool':
      return { kind: 'bool', ...given(where, 'default', raw.default, isBoolean, 'true or false') };
    case 'string':
      return { kind: 'string', ...given(where, 'default', raw.default, isText, 'a string') };
    case 'enum':
      return choice(where, raw);
    default:
      return refuse(
        where,
        `has the type ${shownJson(raw.type)}, not int, float, bool, string or enum`,
      );
  }
}

/** The bounds in words, as in the image's `--help`; empty without any. */
export function boundsText(type: ParamType): string {
  if (type.kind !== 'int' && type.kind !== 'float') return '';
  const { min, max } = type;
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? '' : `at most ${max}`;
}

function number(where: string, raw: Raw, kind: 'int' | 'float'): ParamType {
  // Beyond 2^53 a JSON parser gives another number than was written.
  const is = (value: unknown): value is number =>
    kind === 'int' ? Number.isSafeInteger(value) : Number.isFinite(value);
  const what = kind === 'int' ? 'a whole number below 2^53' : 'a number';
  const type = {
    kind,
    ...given(where, 'default', raw.default, is, what),
    ...given(where, 'min', raw.min, is, what),
    ...given(where, 'max', raw.max, is, what),
  };
  if (type.min !== undefined && type.max !== undefined && type.min > type.max) {
    refuse(where, `has min ${type.min} above max ${type.max}`);
  }
  return type;
}

/** The values of an enum are a list, or an object by readable names. */
function choice(where: string, raw: Raw): ParamType {
  const listed: unknown = raw.enum;
  const values = typeof listed === 'object' && listed !== null ? Object.values(listed) : [];
  if (values.length === 0 || !values.every(isText)) {
    refuse(where, 'is an enum whose values are not a list of strings');
  }
  const choices = [...new Set(values)];
  const type = {
    kind: 'enum' as const,
    ...given(where, 'default', raw.default, isText, 'a string'),
  };
  if (type.default !== undefined && !choices.includes(type.default)) {
    refuse(where, `has the default ${shownJson(type.default)}, which is not one of its values`);
  }
  return { ...type, choices };
}

const isText = (value: unknown): value is string =>
  // A command line cannot contain NUL, and half a surrogate pair has no UTF-8.
  typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** A field as a property, or no property if it is not given. */
function given<K extends string, T>(
  where: string,
  field: K,
  value: unknown,
  is: (value: unknown) => value is T,
  what: string,
): { [key in K]?: T } {
  if (value === undefined || value === null) return {};
  if (!is(value)) refuse(where, `has the ${field} ${shownJson(value)}, which is not ${what}`);
  return { [field]: value } as { [key in K]?: T };
}
