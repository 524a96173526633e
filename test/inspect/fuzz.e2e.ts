import { deepEqual } from 'node:assert/strict';
import { damaged, fuzz, hostile } from './fuzz/fuzz.ts';

/** Milliseconds for all copies of one kind; the long form is scripts/fuzz-inspect.ts, with 10,000 of each. */
const TIME = 30_000;

describe('inspect many damaged copies', () => {
  for (const [what, victims, count] of [
    ['answers, or refuses with one line', damaged, 60],
    ['never calls one with something hostile in it harmless', hostile, 100],
  ] as const)
    it(what, async () => {
      const all = await victims();
      const end = performance.now() + TIME;
      for (const [index, victim] of all.entries()) {
        const now = performance.now();
        const outcome = await fuzz(victim, count, now + (end - now) / (all.length - index));
        deepEqual(outcome.failures, []);
      }
    });
});
