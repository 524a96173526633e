/** The test of killed processes, often enough to meet every moment of a run. */
import assert from 'node:assert/strict';
import { removeFolders } from './folders.ts';
import { endRunners, killAfter, type Left } from './killing.ts';
import { changing, fresh } from './scenario.ts';

const KILLS = Number(process.env.KILLS ?? 240);

describe(`a process killed ${KILLS} times`, () => {
  it('leaves the folder before or after its run, or one that is put right', async function () {
    this.timeout(KILLS * 10_000);
    const found: Record<Left, number> = { before: 0, after: 0, interrupted: 0 };
    for (let count = 0; count < KILLS; count += 2) {
      const after = Math.random() * 130;
      const left = await Promise.all([killAfter(changing, after), killAfter(fresh, after * 0.7)]);
      for (const each of left) found[each]++;
      endRunners();
      removeFolders();
    }
    assert.ok(found.interrupted > KILLS / 10, JSON.stringify(found));
  });
});
