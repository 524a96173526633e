/** UBJSON, the binary JSON of XGBoost. */
import type { Json, JsonObject } from './json.ts';
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/** Bytes of the values of fixed size, by marker (ubjson.org, Draft 12). */
const SIZES: Record<string, number> = {
  Z: 0,
  N: 0,
  T: 0,
  F: 0,
  i: 1,
  U: 1,
  C: 1,
  I: 2,
  l: 4,
  d: 4,
  L: 8,
  D: 8,
};
const MOST_VALUES = 2_000_000;
const DEEPEST = 64;
const LONGEST_TEXT = 64 * 1024;

/**
 * Reads a UBJSON object, keeps some of its values and skips the others.
 * @param isKept whether the value at a path of keys is kept; also called for objects
 * Throws Malformed if it is not a UBJSON object.
 */
export function readUbjson(source: ByteSource, isKept: (path: string[]) => boolean): JsonObject {
  const reader = new UbjsonReader(source, isKept);
  if (reader.marker() !== '{') throw new Malformed('is not a UBJSON object');
  return reader.object([], true) as JsonObject;
}

class UbjsonReader {
  readonly #source: ByteSource;
  readonly #isKept: (path: string[]) => boolean;
  #at = 0;
  #left = MOST_VALUES;

  constructor(source: ByteSource, isKept: (path: string[]) => boolean) {
    this.#source = source;
    this.#isKept = isKept;
  }

  marker(): string {
    if (this.#left-- <= 0) throw new Malformed('has more values than any real model');
    return this.#take(1).toString('latin1');
  }

  /** The object whose `{` was read; null if it is not kept. */
  object(path: string[], keep: boolean): JsonObject | null {
    if (path.length > DEEPEST) throw new Malformed('nests deeper than any real model');
    const result: JsonObject = Object.create(null);
    const { type, count } = this.#optimised();
    for (let done = 0; count === null || done < count; done++) {
      if (count === null && this.#peek() === '}') {
        this.#at++;
        break;
      }
      const key = this.#text(this.#length());
      const inner = [...path, key];
      const kept = keep && this.#isKept(inner);
      const value = this.#value(type ?? this.marker(), inner, kept);
      if (kept && value !== undefined) result[key] = value;
    }
    return keep ? result : null;
  }

  #value(marker: string, path: string[], keep: boolean): Json | undefined {
    if (marker === '{') return this.object(path, keep);
    if (marker === '[') return this.#array(path, keep);
    if (marker === 'S' || marker === 'H') {
      const length = this.#length();
      if (keep) return this.#text(length);
      this.#skip(length);
      return undefined;
    }
    const size = SIZES[marker];
    if (size === undefined) throw new Malformed('has a value of unknown type');
    const bytes = this.#take(size);
    return keep ? scalar(marker, bytes) : undefined;
  }

  #array(path: string[], keep: boolean): Json[] | undefined {
    if (path.length > DEEPEST) throw new Malformed('nests deeper than any real model');
    const items: Json[] = [];
    const { type, count } = this.#optimised();
    const size = type === null ? undefined : SIZES[type];
    if (!keep && size !== undefined && count !== null) {
      this.#skip(size * count);
      return undefined;
    }
    const inner = [...path, '[]'];
    for (let done = 0; count === null || done < count; done++) {
      if (count === null && this.#peek() === ']') {
        this.#at++;
        break;
      }
      if (this.#left-- <= 0) throw new Malformed('has more values than any real model');
      const value = this.#value(type ?? this.marker(), inner, keep);
      if (keep && value !== undefined) items.push(value);
    }
    return keep ? items : undefined;
  }

  /** `$` type and `#` count at the start of a container, if any. */
  #optimised(): { type: string | null; count: number | null } {
    let type: string | null = null;
    if (this.#peek() === '$') {
      this.#at++;
      type = this.marker();
      if (this.#peek() !== '#') throw new Malformed('has a typed list without a length');
    }
    if (this.#peek() !== '#') return { type, count: null };
    this.#at++;
    return { type, count: this.#length() };
  }

  #length(): number {
    const marker = this.marker();
    const value = scalar(marker, this.#take('iUIlL'.includes(marker) ? (SIZES[marker] ?? 0) : 0));
    if (typeof value !== 'number' || value < 0) throw new Malformed('has an impossible length');
    return value;
  }

  #text(length: number): string {
    if (length > LONGEST_TEXT) throw new Malformed('has a text longer than any real one');
    return this.#take(length).toString('utf8');
  }

  #peek(): string {
    return this.#source.read(this.#at, 1).toString('latin1');
  }

  #take(length: number): Buffer {
    const bytes = this.#source.read(this.#at, length);
    this.#at += length;
    return bytes;
  }

  #skip(length: number): void {
    this.#at += length;
    if (this.#at > this.#source.size) throw new Malformed('ends inside a list');
  }
}

function scalar(marker: string, bytes: Buffer): Json | undefined {
  switch (marker) {
    case 'T':
    case 'F':
      return marker === 'T';
    case 'Z':
      return null;
    case 'U':
      return bytes.readUInt8();
    case 'i':
      return bytes.readInt8();
    case 'I':
      return bytes.readInt16BE();
    case 'l':
      return bytes.readInt32BE();
    case 'L':
      return bytes.readInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4);
    case 'd':
      return bytes.readFloatBE();
    case 'D':
      return bytes.readDoubleBE();
    default:
      return undefined;
  }
}
