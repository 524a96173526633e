/**
 * Reads the wire format of Protocol Buffers field by field. Our own, for safety: within a budget, without
 * decoding weights of gigabytes, and messages that are nested without end cost nothing.
 */
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/** One field of a message on the wire (protobuf.dev/programming-guides/encoding). */
export interface Field {
  number: number;
  /** 0 varint, 2 length-delimited; fields of fixed size are skipped. */
  wire: 0 | 2;
  /** The varint as a signed 64-bit integer; 0 for length-delimited fields. */
  value: number;
  /** Position of the content of a length-delimited field. */
  start: number;
  end: number;
}

/** Most fields, skipped ones included: a forest of a million nodes has ten numbers for each. */
const MOST_STEPS = 20_000_000;
/** Most fields that are returned. */
const MOST_FIELDS = 2_000_000;
/** Longest text, in bytes. */
const LONGEST_TEXT = 64 * 1024;
const WINDOW = 16 * 1024;

/**
 * Reads protobuf messages from a source, field by field. Other content is skipped, so that gigabytes
 * of weights take no time.
 */
export class ProtobufReader {
  readonly #source: ByteSource;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;
  /** Position of the next byte. */
  #at = 0;
  #steps = 0;
  #fields = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /**
   * The fields of the message between two positions, in order.
   * @param numbers of the fields to return, by default all
   * Throws Malformed if the bytes are not a message.
   */
  *fields(start = 0, end = this.#source.size, numbers?: ReadonlySet<number>): Generator<Field> {
    for (let at = start; at < end; ) {
      if (++this.#steps > MOST_STEPS) throw new Malformed('has more fields than any real model');
      this.#at = at;
      const tag = this.#varint(end);
      const number = Math.floor(tag / 8);
      const wire = tag % 8;
      if (tag < 8 || number > 0x1fffffff) throw new Malformed('has a field without a number');
      let value = 0;
      let from = 0;
      if (wire === 0) value = this.#varint(end);
      else if (wire === 2) {
        const length = this.#varint(end);
        if (length < 0) throw new Malformed('has a field of impossible length');
        from = this.#at;
        this.#at += length;
      } else if (wire === 1 || wire === 5) this.#at += wire === 1 ? 8 : 4;
      else throw new Malformed(`has a field of unknown wire type ${wire}`);
      if (this.#at > end)
        throw new Malformed(
          'ends inside a field',
          end === this.#source.size ? 'cut off' : 'damaged',
        );
      at = this.#at;
      if ((wire !== 0 && wire !== 2) || (numbers !== undefined && !numbers.has(number))) continue;
      if (++this.#fields > MOST_FIELDS) throw new Malformed('has more fields than any real model');
      yield { number, wire, value, start: from, end: at };
    }
  }

  /** The field's content as text, such as a name or a version. */
  text(field: Field): string {
    const length = field.end - field.start;
    if (length > LONGEST_TEXT) throw new Malformed('has a name longer than any real one');
    return this.#source.read(field.start, length).toString('utf8');
  }

  /** The field's content. Throws Malformed if it is longer than `most` bytes. */
  bytes(field: Field, most: number): Buffer {
    const length = field.end - field.start;
    if (length > most)
      throw new Malformed(`has a field of ${length} bytes, too much to read`, 'limit');
    this.#source.budget.keep(length);
    return this.#source.read(field.start, length);
  }

  #varint(end: number): number {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10 && this.#at < end; index++) {
      const byte = this.#byte();
      const part = byte & 0x7f;
      if (index < 4) low |= part << (7 * index);
      else if (index === 4) {
        low |= part << 28;
        high |= part >>> 4;
      } else high |= index < 9 ? part << (7 * index - 32) : part << 31;
      if (byte < 0x80) return high === 0 ? low >>> 0 : high * 2 ** 32 + (low >>> 0);
    }
    throw new Malformed('holds a number that does not end');
  }

  #byte(): number {
    let index = this.#at - this.#windowAt;
    if (index < 0 || index >= this.#window.length) {
      const length = Math.min(WINDOW, this.#source.size - this.#at);
      this.#window = this.#source.read(this.#at, length);
      this.#windowAt = this.#at;
      index = 0;
    }
    this.#at++;
    return this.#window[index] as number;
  }
}
