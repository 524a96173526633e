import { Malformed } from './malformed.ts';

/** Milliseconds that reading a model may take in one command; Node's own start comes on top. */
const LONGEST = 1300;
/** Bytes that a command may unpack or keep of a model, all its files together. */
const MOST_BYTES = 96 * 1024 * 1024;

/**
 * The time and memory that one command may spend on reading a model, whatever the file or
 * directory holds. Everything that reads shares the budget of the source that it reads from.
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
    this.#end = performance.now() + milliseconds;
    this.#left = bytes;
  }

  /**
   * Why reading was stopped, as the end of a sentence; null as long as nothing was. It stays when
   * a reader took the Malformed for the end of its content.
   */
  get exceeded(): string | null {
    return this.#exceeded;
  }

  /** Throws Malformed (`limit`) when the time is over. */
  check(): void {
    if (performance.now() > this.#end) this.#stop('takes too long to read');
  }

  /** Counts bytes that stay in memory. Throws Malformed (`limit`) when they are too many. */
  keep(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) this.#stop('needs too much memory to read');
  }

  #stop(why: string): never {
    this.#exceeded ??= why;
    throw new Malformed(why, 'limit');
  }
}
