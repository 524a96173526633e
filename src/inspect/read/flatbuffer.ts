/**
 * Reads tables of FlatBuffers. Our own, for safety: the library trusts every offset of a file; here each
 * is checked against the file's size, and the steps are counted.
 */
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/** Most tables and elements of a file. */
const MOST_STEPS = 2_000_000;

/**
 * A table of a FlatBuffers file (flatbuffers.dev/internals). Fields are addressed by their number
 * in the schema; an absent field is null.
 */
export class Table {
  readonly #source: ByteSource;
  readonly #at: number;
  readonly #steps: { left: number };
  readonly #vtable: Buffer;

  private constructor(source: ByteSource, at: number, steps: { left: number }) {
    if (steps.left-- <= 0) throw new Malformed('has more parts than any real model');
    this.#source = source;
    this.#at = at;
    this.#steps = steps;
    const vtable = at - source.read(at, 4).readInt32LE();
    this.#vtable = source.read(vtable, source.read(vtable, 2).readUInt16LE());
  }

  /** The root table of a file. */
  static root(source: ByteSource): Table {
    return new Table(source, source.read(0, 4).readUInt32LE(), { left: MOST_STEPS });
  }

  int32(field: number): number | null {
    const at = this.#field(field);
    return at === null ? null : this.#source.read(at, 4).readInt32LE();
  }

  uint8(field: number): number | null {
    const at = this.#field(field);
    return at === null ? null : this.#source.read(at, 1).readUInt8();
  }

  int8(field: number): number | null {
    const at = this.#field(field);
    return at === null ? null : this.#source.read(at, 1).readInt8();
  }

  text(field: number): string | null {
    return this.bytes(field)?.toString('utf8') ?? null;
  }

  /** A vector of bytes. */
  bytes(field: number): Buffer | null {
    const vector = this.#vector(field, 1);
    return vector === null ? null : this.#source.read(vector.at, vector.count);
  }

  /** A vector of 32-bit integers. */
  integers(field: number): number[] | null {
    const vector = this.#vector(field, 4);
    if (vector === null) return null;
    const bytes = this.#source.read(vector.at, 4 * vector.count);
    return Array.from({ length: vector.count }, (_, index) => bytes.readInt32LE(4 * index));
  }

  /** A vector of tables; empty if absent. */
  tables(field: number): Table[] {
    const vector = this.#vector(field, 4);
    if (vector === null) return [];
    return Array.from({ length: vector.count }, (_, index) => this.#element(vector.at, index));
  }

  /** One table of a vector, or null if there is none. */
  table(field: number, index: number): Table | null {
    const vector = this.#vector(field, 4);
    return vector === null || index < 0 || index >= vector.count
      ? null
      : this.#element(vector.at, index);
  }

  #element(vector: number, index: number): Table {
    const at = vector + 4 * index;
    return new Table(this.#source, at + this.#source.read(at, 4).readUInt32LE(), this.#steps);
  }

  #vector(field: number, width: number): { at: number; count: number } | null {
    const at = this.#field(field);
    if (at === null) return null;
    const start = at + this.#source.read(at, 4).readUInt32LE();
    const count = this.#source.read(start, 4).readUInt32LE();
    if (start + 4 + count * width > this.#source.size) throw new Malformed('ends inside a list');
    this.#steps.left -= width === 1 ? 1 : count;
    if (this.#steps.left < 0) throw new Malformed('has more parts than any real model');
    return { at: start + 4, count };
  }

  #field(field: number): number | null {
    const at = 4 + 2 * field;
    const offset = at + 2 <= this.#vtable.length ? this.#vtable.readUInt16LE(at) : 0;
    return offset === 0 ? null : this.#at + offset;
  }
}
