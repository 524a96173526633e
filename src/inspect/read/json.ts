import { Malformed } from './malformed.ts';

/** Longest JSON text that is read whole, in bytes; headers of the largest real models are below. */
export const LARGEST_JSON = 32 * 1024 * 1024;
/** Most brackets and commas: each can become an object, which bounds the memory of the result. */
const MOST_PARTS = 500_000;

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object; read it with `get`. */
export type JsonObject = { [key: string]: Json };

/**
 * Parses JSON of unknown origin within bounds.
 * @param what names the text in the error, such as `config.json`
 * Throws Malformed for text that is too large, too complex, or not JSON.
 */
export function parseJson(bytes: Buffer, what: string): Json {
  if (bytes.length > LARGEST_JSON) {
    throw new Malformed(`has a ${what} of ${bytes.length} bytes, more than any real one`);
  }
  let parts = 0;
  for (const byte of bytes) {
    // [ { ,
    if (byte === 0x5b || byte === 0x7b || byte === 0x2c) parts++;
  }
  if (parts > MOST_PARTS) throw new Malformed(`has a ${what} with more parts than any real one`);
  try {
    // Some Python programs write NaN and Infinity; they are no JSON, and nothing here needs them.
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    throw new Malformed(`has a ${what} that is not JSON`);
  }
}

/** The value as an object, or null when it is anything else. */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** The value as a list, or an empty one when it is anything else. */
export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text, or null when it is anything else. */
export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value of an object's own key, so that `__proto__` and `constructor` find nothing. */
export function get(value: Json | undefined, ...keys: string[]): Json | undefined {
  let here = value;
  for (const key of keys) {
    const object = asObject(here);
    here = object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
  }
  return here;
}

/**
 * Visits every object in `value`, the outer before the inner, without recursion: depth is
 * whatever the text says.
 */
export function* objectsIn(value: Json): Generator<JsonObject> {
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) yield next;
    for (const child of Object.values(next).reverse()) {
      if (typeof child === 'object' && child !== null) waiting.push(child);
    }
  }
}
