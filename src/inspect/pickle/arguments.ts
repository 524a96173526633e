/** Reads the arguments of opcodes from the stream. */
import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { OP } from './opcodes.ts';
import type { Stack } from './stack.ts';
import { OPAQUE, type Value } from './values.ts';

/** Longest text that is kept, and longest line of the text protocol that can be a name. */
export const LONGEST_TEXT = 32 * 1024;

const LONGEST_SHORT = 64;

const MOST_TEXT = 32 * 1024 * 1024;

/** Reads what follows an opcode. Every method throws Malformed if the content ends too early. */
export class Arguments {
  readonly stream: ByteStream;
  /** Bytes of texts that may still be kept; after that, texts become opaque. */
  #left = MOST_TEXT;
  /** Bytes of short texts that may be kept after that. */
  #leftShort = MOST_TEXT / 2;

  constructor(stream: ByteStream) {
    this.stream = stream;
  }

  /** The next opcode. At least 16 bytes follow it in the window, unless the content ends. */
  opcode(): number {
    return this.stream.window[this.stream.at++] as number;
  }

  unsigned(length: 1 | 2 | 4 | 8): number {
    this.#take(length);
    const { window, at } = this.stream;
    if (length < 8) return window.readUIntLE(at - length, length);
    return window.readUInt32LE(at - 8) + window.readUInt32LE(at - 4) * 2 ** 32;
  }

  double(): number {
    this.#take(8);
    return this.stream.window.readDoubleBE(this.stream.at - 8);
  }

  /** The length in the next 1 or 4 bytes, or null if that many bytes are not in the window. */
  lengthAtHand(width: 1 | 4): number | null {
    const { window, at, ready } = this.stream;
    if (ready < width) return null;
    const length = window.readUIntLE(at, width);
    return ready >= width + length ? length : null;
  }

  /** A text that is in the window. */
  textAtHand(length: number): Value {
    this.#take(length);
    return this.#kept(this.stream.window.subarray(this.stream.at - length, this.stream.at));
  }

  /** Skips bytes that are in the window. */
  skipAtHand(length: number): void {
    this.#take(length);
  }

  /** A text of any length; a long one is skipped and opaque. */
  async text(length: number): Promise<Value> {
    const piece = await this.piece(length, LONGEST_TEXT);
    return piece === null ? OPAQUE : this.#kept(piece);
  }

  /** The next `length` bytes; more than `most` are skipped, and null is returned. */
  async piece(length: number, most: number): Promise<Buffer | null> {
    const { stream } = this;
    if (length > most) {
      if (!(await stream.skip(length))) throw new Malformed('ends inside a value', 'cut off');
      return null;
    }
    if (stream.ready < length) await stream.fill(length);
    this.#take(length);
    return stream.window.subarray(stream.at - length, stream.at);
  }

  /**
   * The rest of a line of the text protocol, or null if it is too long to keep.
   * @param wrong matches what a valid line cannot contain; a long line with it is not read further
   */
  async line(wrong?: RegExp): Promise<string | null> {
    const { stream } = this;
    await stream.fill(LONGEST_TEXT);
    let end = stream.window.indexOf(0x0a, stream.at);
    if (end >= 0) {
      const text = stream.window.toString('utf8', stream.at, end);
      stream.at = end + 1;
      return text;
    }
    while (end < 0) {
      if (wrong?.test(stream.window.toString('latin1', stream.at))) {
        throw new Malformed('has a line that is not what its opcode needs');
      }
      if (stream.ready === 0) throw new Malformed('ends inside a line', 'cut off');
      stream.at = stream.window.length;
      await stream.fill(LONGEST_TEXT);
      end = stream.window.indexOf(0x0a, stream.at);
    }
    stream.at = end + 1;
    return null;
  }

  /** A line that must be short: a name or a number. */
  async name(): Promise<string> {
    // Not a name at that length: gigabytes of weights may contain no line break.
    const line = await this.line(/./s);
    if (line === null) throw new Malformed('has a name that is too long');
    return line;
  }

  /** The number of a memo entry, read like Python's `int()`. */
  async memoNumber(): Promise<number> {
    // Any number of blanks before it is skipped.
    const long = await this.line(/[^\s\d+]/);
    if (long === null) throw new Malformed('has a memo number that is too long', 'limit');
    const line = long.trim();
    if (!/^\+?\d+$/.test(line)) throw new Malformed('has an invalid memo number');
    return Number(line);
  }

  /** Pushes a length-prefixed text, bytes or number. Returns false for any other opcode. */
  async constant(op: number, stack: Stack): Promise<boolean> {
    switch (op) {
      case OP.SHORT_BINUNICODE:
      case OP.SHORT_BINSTRING:
        stack.push(await this.text(this.unsigned(1)));
        return true;
      case OP.BINUNICODE:
        stack.push(await this.text(this.unsigned(4)));
        return true;
      case OP.BINSTRING: {
        const length = this.unsigned(4);
        if (length >= 2 ** 31) throw new Malformed('has a text of negative length');
        stack.push(await this.text(length));
        return true;
      }
      case OP.BINUNICODE8:
        stack.push(await this.text(this.unsigned(8)));
        return true;
      case OP.SHORT_BINBYTES:
      case OP.BINBYTES:
      case OP.BINBYTES8:
      case OP.BYTEARRAY8: {
        const width = op === OP.SHORT_BINBYTES ? 1 : op === OP.BINBYTES ? 4 : 8;
        await this.piece(this.unsigned(width), 0);
        stack.push(OPAQUE);
        return true;
      }
      case OP.LONG1:
      case OP.LONG4: {
        const length = this.unsigned(op === OP.LONG1 ? 1 : 4);
        if (length >= 2 ** 31) throw new Malformed('has a number of negative length');
        const piece = await this.piece(length, 6);
        stack.push(piece === null ? OPAQUE : length === 0 ? 0 : piece.readIntLE(0, length));
        return true;
      }
      default:
        return false;
    }
  }

  #kept(piece: Buffer): Value {
    this.#left -= piece.length;
    if (piece.length > LONGEST_TEXT) return OPAQUE;
    if (this.#left < 0) {
      // Attribute names are short: without them a state cannot be checked.
      if (piece.length > LONGEST_SHORT) return OPAQUE;
      this.#leftShort -= piece.length;
      if (this.#leftShort < 0) throw new Malformed('has too many texts', 'limit');
    }
    return piece.toString('utf8');
  }

  #take(length: number): void {
    if (this.stream.ready < length) throw new Malformed('ends inside an opcode', 'cut off');
    this.stream.at += length;
  }
}
