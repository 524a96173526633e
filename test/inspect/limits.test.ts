import { equal, ok } from 'node:assert/strict';
import { BOMBS } from './bombs.ts';
import { inspectBytes } from './fixtures.ts';

// Memory is measured by scripts/fuzz-inspect.ts, in processes of their own.
describe('files that claim or unfold to more than they are', () => {
  for (const [what, write] of Object.entries(BOMBS)) {
    it(`answers within two seconds: ${what}`, async () => {
      const content = write();
      const start = performance.now();
      try {
        await inspectBytes(content);
      } catch (error) {
        equal((error as Error).name, 'UserError', (error as Error).stack);
      }
      const time = performance.now() - start;
      ok(time < 2000, `${Math.round(time)} ms`);
    });
  }
});
