/** The limits of reading a model in one command. */
import { Malformed } from './malformed.ts';

/** Milliseconds that reading a model may take in one command, not counting the start of Node. */
const LONGEST = 1300;
/** Bytes of a model that a command may unpack or keep, all files together. */
const MOST_BYTES = 96 * 1024 * 1024;

/** Milliseconds of the clock that is never set; `performance` would load a module. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * The time and memory that one command may spend on reading a model. Every reader shares the budget
 * of the source that it reads from.
 */
export class Budget {
  readonly #end: number;
  #left: number;
  #exceeded: string | null = null;

  /**
   * @param milliseconds from now on
   * @param bytes kept in memory, all together
   */
  constructor(milliseconds = LONGEST, bytes = MOST_BYTES) {
    this.#end = now() + milliseconds;
    this.#left = bytes;
  }

  /**
   * Why reading was stopped, as the end of a sentence; null if it was not. It stays set if a reader
   * catches the Malformed.
   */
  get exceeded(): string | null {
    return this.#exceeded;
  }

  /** Throws Malformed (`limit`) if the time is over. */
  check(): void {
    if (now() > this.#end) this.#stop('takes too long to read');
  }

  /** Counts bytes that stay in memory. Throws Malformed (`limit`) if they are too many. */
  keep(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) this.#stop('needs too much memory to read');
  }

  #stop(why: string): never {
    this.#exceeded ??= why;
    throw new Malformed(why, 'limit');
  }
}
