/** JSON of unknown origin, parsed within limits, and access to its values. */
import { Malformed } from './malformed.ts';

/** Longest JSON text that is parsed, in bytes; headers of the largest real models are shorter. */
export const LARGEST_JSON = 32 * 1024 * 1024;
/** Most brackets and commas, which limits the number of values and thus the memory. */
const MOST_PARTS = 500_000;

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object; read it with `get`. */
export type JsonObject = { [key: string]: Json };

/**
 * Parses JSON of unknown origin within limits, as Python's `json.loads` reads bytes: NaN, Infinity
 * and -Infinity are numbers (returned as null), byte order marks, UTF-16 and UTF-32 are accepted,
 * the last of equal keys counts (cpython, Lib/json/__init__.py and decoder.py).
 * @param what names the text in the error, such as `config.json`
 * Throws Malformed for text that is too large, too complex, or not JSON.
 */
export function parseJson(bytes: Buffer, what: string): Json {
  if (bytes.length > LARGEST_JSON) {
    throw new Malformed(`has a ${what} of ${bytes.length} bytes, more than any real one`);
  }
  let parts = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    // [ { ,
    if (byte === 0x5b || byte === 0x7b || byte === 0x2c) parts++;
  }
  if (parts > MOST_PARTS) throw new Malformed(`has a ${what} with more parts than any real one`);
  const text = decoded(bytes);
  const parsed = parsedOrUndefined(text) ?? parsedOrUndefined(withoutNaN(text));
  if (parsed === undefined) throw new Malformed(`has a ${what} that is not JSON`);
  return parsed;
}

function parsedOrUndefined(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The text of JSON bytes, decoded by its byte order mark or its first zero bytes (RFC 4627, 3). */
export function decoded(bytes: Buffer): string {
  const [a, b, c, d] = bytes;
  const mark = bytes.subarray(0, 4).toString('hex');
  if (mark.startsWith('efbbbf')) return bytes.toString('utf8', 3);
  if (mark === 'fffe0000' || (a !== 0 && b === 0 && c === 0 && d === 0)) return fourBytes(bytes, 0);
  if (mark === '0000feff' || (a === 0 && b === 0 && c === 0 && d !== 0)) return fourBytes(bytes, 3);
  if (mark.startsWith('fffe')) return bytes.toString('utf16le', 2);
  if (mark.startsWith('feff')) return swapped(bytes.subarray(2)).toString('utf16le');
  if (a === 0 && b !== 0 && bytes.length > 1) return swapped(bytes).toString('utf16le');
  if (a !== 0 && b === 0) return bytes.toString('utf16le');
  return bytes.toString('utf8');
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/** Decodes UTF-32; characters above U+FFFF are not needed and come out wrong. */
function fourBytes(bytes: Buffer, low: 0 | 3): string {
  const narrow = Buffer.alloc((bytes.length >> 2) * 2);
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    narrow[at / 2] = bytes[at + low] as number;
    narrow[at / 2 + 1] = bytes[at + (low === 0 ? 1 : 2)] as number;
  }
  const text = narrow.toString('utf16le');
  return text.startsWith('\u{feff}') ? text.slice(1) : text;
}

/** JSON with null in place of NaN and Infinity, except within texts. */
function withoutNaN(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
      continue;
    }
    if (character === '"') inText = true;
    if (character !== 'N' && character !== 'I' && character !== '-') continue;
    const word = PYTHON_NUMBERS.find((each) => text.startsWith(each, at));
    if (word === undefined) continue;
    pieces.push(text.slice(from, at), 'null');
    at += word.length - 1;
    from = at + 1;
  }
  return pieces.join('') + text.slice(from);
}

const PYTHON_NUMBERS = ['NaN', 'Infinity', '-Infinity'];

/** The value as an object, or null if it is not one. */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** The value as a list, or an empty list if it is not one. */
export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text, or null if it is not text. */
export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value at a path of keys, or undefined; `__proto__` and `constructor` are ordinary keys. */
export function get(value: Json | undefined, ...keys: string[]): Json | undefined {
  let here = value;
  for (const key of keys) {
    const object = asObject(here);
    here = object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
  }
  return here;
}

/**
 * Visits every object in `value`, outer before inner, without recursion, because values can nest to
 * any depth.
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
