/** Limits of walking one stream of pickles. */
import type { Budget } from '../read/budget.ts';
import { Malformed } from '../read/malformed.ts';

/** Most opcodes of one stream; a vocabulary of a million words takes a tenth of it. */
const MOST_OPCODES = 20_000_000;
/** Most containers and calls of one stream, and most items in them: these take memory. */
const MOST_MADE = 600_000;
/** How many are charged to the command's budget at a time, and bytes charged for each. */
const BATCH = 4096;
const BYTES_OF_ONE = 32;

/** Counts what the walk of one stream does; pickles within a pickle share it. */
export class Limits {
  opcodes = 0;
  #made = 0;
  #kept = 0;
  readonly #most: number;
  readonly #budget: Budget;

  /** @param most opcodes; a longer stream is not read to its end */
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

  /** Counts items of a container; returns whether it may keep them. */
  keep(items: number): boolean {
    this.#kept += items;
    return this.#kept <= MOST_MADE;
  }
}
