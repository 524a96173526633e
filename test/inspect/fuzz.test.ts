import { deepEqual, ok } from 'node:assert/strict';
import { fuzz, victims } from './mutate.ts';

// The long form of this is scripts/fuzz-inspect.ts, with 10,000 copies of each.
describe('inspect damaged copies', () => {
  it('answers, or refuses with one line', async () => {
    const all = await victims();
    const until = performance.now() + 6000;
    for (const victim of all) {
      const outcome = await fuzz(victim, 40, until);
      deepEqual(outcome.failures, []);
      ok(outcome.tried > 0, `no time was left for ${victim.name}`);
    }
  });
});
