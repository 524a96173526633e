import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/** One field of a message on the wire (protobuf.dev/programming-guides/encoding). */
export interface Field {
  number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: 0 | 1 | 2 | 5;
  /** The varint as a signed 64-bit integer; 0 for the other wire types. */
  value: number;
  /** Where the content lies, for the other wire types. */
  start: number;
  end: number;
}

/** More fields than any real graph has; the time for them stays under a second. */
const MOST_FIELDS = 4_000_000;

/**
 * Reads protobuf messages out of a source, field by field: what is not asked for is stepped
 * over, so that gigabytes of weights cost nothing.
 */
export class ProtobufReader {
  readonly source: ByteSource;
  #fields = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /**
   * The fields of the message between two positions, in the order in which they stand.
   * Throws Malformed where the bytes are no message.
   */
  *fields(start = 0, end = this.source.size): Generator<Field> {
    let at = start;
    while (at < end) {
      if (++this.#fields > MOST_FIELDS) throw new Malformed('has more fields than any real model');
      const tag = this.#varint(at, end);
      const number = Math.floor(tag.value / 8);
      const wire = tag.value % 8;
      if (tag.value < 8 || number > 0x1fffffff) throw new Malformed('has a field without a number');
      let next = tag.next;
      let value = 0;
      let from = next;
      if (wire === 0) {
        ({ value, next } = this.#varint(next, end));
      } else if (wire === 1 || wire === 5) {
        next += wire === 1 ? 8 : 4;
      } else if (wire === 2) {
        const length = this.#varint(next, end);
        from = length.next;
        if (length.value < 0) throw new Malformed('has a field of impossible length');
        next = from + length.value;
      } else {
        throw new Malformed(`has a field of unknown wire type ${wire}`);
      }
      if (next > end) throw new Malformed('ends inside a field');
      yield { number, wire, value, start: from, end: next };
      at = next;
    }
  }

  /** The field's content as text; control characters stay as they are. */
  text(field: Field): string {
    return this.bytes(field).toString('utf8');
  }

  /** The field's content. */
  bytes(field: Field): Buffer {
    return this.source.read(field.start, field.end - field.start);
  }

  /** The integers of a repeated field, packed or not. */
  *integers(field: Field): Generator<number> {
    if (field.wire === 0) yield field.value;
    if (field.wire !== 2) return;
    for (let at = field.start; at < field.end; ) {
      if (++this.#fields > MOST_FIELDS) throw new Malformed('has more numbers than any real model');
      const { value, next } = this.#varint(at, field.end);
      yield value;
      at = next;
    }
  }

  #varint(at: number, end: number): { value: number; next: number } {
    const bytes = this.source.read(at, Math.min(10, end - at));
    let low = 0;
    let high = 0;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      const part = byte & 0x7f;
      if (index < 4) low |= part << (7 * index);
      else if (index === 4) {
        low |= part << 28;
        high |= part >>> 4;
      } else high |= index < 9 ? part << (7 * index - 32) : part << 31;
      if (byte < 0x80) return { value: (high | 0) * 2 ** 32 + (low >>> 0), next: at + index + 1 };
    }
    throw new Malformed('holds a number that does not end');
  }
}
