import type { Budget } from '../read/budget.ts';
import { Malformed } from '../read/malformed.ts';

/** Opcodes in one stream; a million-word vocabulary takes a tenth of it. */
const MOST_OPCODES = 20_000_000;
/** Containers and calls in one stream, and items that they keep: what can fill the memory. */
const MOST_MADE = 600_000;
/** How many are taken off the command's budget at a time, and the bytes that each is taken for. */
const BATCH = 4096;
const BYTES_OF_ONE = 32;

/** What the walk of one stream may still do; pickles within a pickle share it. */
export class Limits {
  opcodes = 0;
  #made = 0;
  #kept = 0;
  readonly #most: number;
  readonly #budget: Budget;

  /** @param most opcodes; beyond them the stream is not read to its end */
  constructor(budget: Budget, most = MOST_OPCODES) {
    this.#budget = budget;
    this.#most = most;
  }

  /** Counts one opcode. Throws Malformed (`limit`). */
  opcode(): void {
    if (++this.opcodes > this.#most) throw new Malformed('has too many opcodes', 'limit');
  }

  /** Counts a container or a call. Throws Malformed (`limit`). */
  make(): void {
    if (++this.#made > MOST_MADE) throw new Malformed('has too many values', 'limit');
    if (this.#made % BATCH === 0) this.#budget.keep(BATCH * BYTES_OF_ONE);
  }

  /** Counts items that a container is to keep: whether it still may. */
  keep(items: number): boolean {
    this.#kept += items;
    return this.#kept <= MOST_MADE;
  }
}
