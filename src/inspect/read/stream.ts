/** Bytes that are read once from front to back. */
import type { Budget } from './budget.ts';
import type { ByteSource } from './source.ts';

const CHUNK = 64 * 1024;

/**
 * Bytes that are read once, from front to back, with a window in memory: for content that may come
 * from a decompressor, which cannot jump to a position.
 */
export class ByteStream {
  /** The bytes in memory; `at` is the next byte to be read. */
  window: Buffer = Buffer.alloc(0);
  at = 0;
  /** Bytes before the window's first. */
  #before = 0;
  #ended = false;
  readonly budget: Budget;
  readonly #next: (skip: number) => Promise<Buffer | null>;

  /** @param next returns the next piece after skipping `skip` bytes, or null at the end */
  constructor(next: (skip: number) => Promise<Buffer | null>, budget: Budget) {
    this.#next = next;
    this.budget = budget;
  }

  /** A source, from `start` on; skipping takes no time. */
  static of(source: ByteSource, start = 0): ByteStream {
    let position = start;
    return new ByteStream(async (skip) => {
      position += skip;
      const length = Math.min(CHUNK, source.size - position);
      if (length <= 0) return null;
      const bytes = source.read(position, length);
      position += length;
      return bytes;
    }, source.budget);
  }

  /** Pieces of a decompressor, within the budget. */
  static from(pieces: AsyncIterable<Buffer>, budget: Budget): ByteStream {
    const iterator = pieces[Symbol.asyncIterator]();
    return new ByteStream(async (skip) => {
      for (let left = skip; ; ) {
        const step = await iterator.next();
        budget.check();
        if (step.done) return null;
        if (step.value.length > left) return step.value.subarray(left);
        left -= step.value.length;
      }
    }, budget);
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#before + this.at;
  }

  /** Bytes that can be read from the window right now. */
  get ready(): number {
    return this.window.length - this.at;
  }

  /** Reads at least `length` bytes into the window, fewer only if the content ends. */
  async fill(length: number): Promise<void> {
    if (this.ready >= length || this.#ended) return;
    const pieces = [this.window.subarray(this.at)];
    let ready = this.ready;
    while (ready < length && !this.#ended) {
      const piece = await this.#next(0);
      if (piece === null) this.#ended = true;
      else {
        pieces.push(piece);
        ready += piece.length;
      }
    }
    this.#before += this.at;
    this.window = Buffer.concat(pieces);
    this.at = 0;
  }

  /** Skips `length` bytes; returns false if the content ends within them. */
  async skip(length: number): Promise<boolean> {
    if (length <= this.ready) {
      this.at += length;
      return true;
    }
    const beyond = length - this.ready;
    const piece = this.#ended ? null : await this.#next(beyond - 1);
    this.#before += this.window.length + beyond - 1;
    this.window = piece ?? Buffer.alloc(0);
    this.at = 0;
    if (piece === null || piece.length === 0) {
      this.#ended = true;
      return false;
    }
    this.at = 1;
    return true;
  }
}
