/** Waits for another run in the folder, which mostly takes less than a second. */
import { passes } from '../core/errors.ts';

/** Milliseconds for which a command waits. */
export const PATIENCE = 10_000;
const PAUSE = 20;

/**
 * Runs a step that needs the folder's run lock, again and again while another run of this machine holds it.
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
    // A random pause, so that several waiting runs do not try at the same moment.
    await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.5 + Math.random())));
  }
}
