/** Two runs at once: the second waits a while for the first, which mostly takes less than a second. */
import { passes } from '../core/errors.ts';

/** Milliseconds for which a command waits. */
export const PATIENCE = 10_000;
const PAUSE = 20;

/**
 * Takes a step that needs a folder for itself; again and again, while another run of this machine has it.
 * @param wait milliseconds
 * @throws what the step throws, at the end of the wait too; the signal's reason
 */
export async function whenFree<T>(step: () => T, wait: number, signal?: AbortSignal): Promise<T> {
  const end = Date.now() + wait;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return step();
    } catch (error) {
      if (!passes(error, 'at work') || Date.now() >= end) throw error;
    }
    // Not all at the same moment.
    await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.5 + Math.random())));
  }
}
