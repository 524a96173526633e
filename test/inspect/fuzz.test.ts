import { deepEqual } from 'node:assert/strict';
import { damaged, fuzz, hostile } from './fuzz/fuzz.ts';
import type { Victim } from './fuzz/victim.ts';

/** Inspects at least one copy of each; fuzz.e2e.ts has more, scripts/fuzz-inspect.ts 10,000. */
async function some(victims: Victim[], count: number): Promise<void> {
  const end = performance.now() + 5000;
  for (const [index, victim] of victims.entries()) {
    // A busy machine tries fewer of each.
    const now = performance.now();
    const outcome = await fuzz(victim, count, now + (end - now) / (victims.length - index));
    deepEqual(outcome.failures, []);
  }
}

describe('inspect damaged copies', () => {
  it('answers, or refuses with one line', async () => some(await damaged(), 8));
});

describe('inspect copies with something hostile in them', () => {
  it('never calls one harmless, wherever it is put', async () => some(await hostile(), 10));
});
