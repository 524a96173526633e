/**
 * Validates a value by templates/model-spec.schema.json, which editors use, too. It knows only the
 * keywords that this schema uses, with the meaning of JSON Schema draft-07
 * (https://json-schema.org/draft-07/json-schema-validation).
 */
import type { Path } from '../core/json-position.ts';
import { isRecord } from '../core/record.ts';

/** The part of JSON Schema that the specification's schema uses. */
export interface JsonSchema {
  $ref?: string;
  definitions?: Record<string, JsonSchema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  /** The message for a text that does not match the pattern; editors show it, too. */
  patternErrorMessage?: string;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  allOf?: JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
}

/** A violated rule: where, and what is allowed there. */
export interface Violation {
  path: Path;
  message: string;
}

const TYPES: Record<string, { is(value: unknown): boolean; words: string }> = {
  string: { is: (value) => typeof value === 'string', words: 'text' },
  number: { is: (value) => typeof value === 'number', words: 'a number' },
  integer: { is: Number.isInteger, words: 'a whole number' },
  boolean: { is: (value) => typeof value === 'boolean', words: 'true or false' },
  array: { is: Array.isArray, words: 'a list' },
  object: { is: isRecord, words: 'an object' },
  null: { is: (value) => value === null, words: 'null' },
};

/** All violations of the schema, in the schema's order. */
export function violations(schema: JsonSchema, value: unknown): Violation[] {
  const within = (part: JsonSchema, inner: unknown, path: Path): Violation[] => {
    if (part.$ref !== undefined) return within(referred(schema, part.$ref), inner, path);
    const wrong = wrongKind(part, inner);
    if (wrong !== null) return [{ path, message: `${wrong}; it is ${brief(inner)}` }];
    return [
      ...ofMembers(part, inner, path, within),
      ...(part.allOf ?? []).flatMap((one) => within(one, inner, path)),
      ...(part.if && part.then && within(part.if, inner, path).length === 0
        ? within(part.then, inner, path)
        : []),
    ];
  };
  return within(schema, value, []);
}

function referred(schema: JsonSchema, ref: string): JsonSchema {
  const found = schema.definitions?.[ref.replace('#/definitions/', '')];
  if (!found) throw new Error(`the schema has no ${ref}`);
  return found;
}

/** What the value itself must be, or null if it is that. */
function wrongKind(part: JsonSchema, value: unknown): string | null {
  const types = [part.type ?? []].flat();
  if (types.length > 0 && !types.some((name) => TYPES[name]?.is(value))) {
    return `must be ${types.map((name) => TYPES[name]?.words).join(' or ')}`;
  }
  if (part.const !== undefined && value !== part.const) {
    return `must be ${JSON.stringify(part.const)}`;
  }
  if (part.enum && !part.enum.includes(value)) return `must be one of ${part.enum.join(', ')}`;
  if (typeof value === 'number') {
    if (value < (part.minimum ?? value)) return `must be at least ${part.minimum}`;
    if (value > (part.maximum ?? value)) return `must be at most ${part.maximum}`;
  }
  if (typeof value === 'string') {
    if (part.pattern !== undefined && !new RegExp(part.pattern, 'u').test(value)) {
      return part.patternErrorMessage ?? `must match ${part.pattern}`;
    }
    if (value.length < (part.minLength ?? 0)) return 'must not be empty';
  }
  const least = Array.isArray(value) ? part.minItems : isRecord(value) ? part.minProperties : 0;
  const count = Array.isArray(value) ? value.length : isRecord(value) ? sizeOf(value) : 0;
  if (count < (least ?? 0)) return `must have at least ${least}`;
  if (Array.isArray(value) && count > (part.maxItems ?? count)) {
    return `must have at most ${part.maxItems}`;
  }
  return null;
}

type Within = (part: JsonSchema, inner: unknown, path: Path) => Violation[];

function ofMembers(part: JsonSchema, value: unknown, path: Path, within: Within): Violation[] {
  const { items, properties = {}, propertyNames, additionalProperties } = part;
  if (Array.isArray(value)) {
    return items ? value.flatMap((item, at) => within(items, item, [...path, at])) : [];
  }
  if (!isRecord(value)) return [];
  const missing = (part.required ?? [])
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path: [...path, key], message: 'is missing' }));
  const members = Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key];
    const named = propertyNames ? within(propertyNames, key, at) : [];
    const rule = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return [...named, ...(rule ? within(rule, inner, at) : [])];
  });
  return [...missing, ...members];
}

function sizeOf(value: object): number {
  return Object.keys(value).length;
}

/** A value for a message, on one short line. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isRecord(value)) return sizeOf(value) === 0 ? 'an empty object' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
