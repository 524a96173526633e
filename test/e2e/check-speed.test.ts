/** How soon `regenerate --check` answers: it is meant for every commit, so it must start like a small program. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fixture, scaffold } from './folder.ts';
import { REPOSITORY } from './places.ts';

const BIN = join(REPOSITORY, 'dist/bin/ml-image.cjs');
const MOST = 1.5;
const TURNS = 21;
/** A machine may be busy for a while; the command is as fast as it is in its best round. */
const ROUNDS = 6;

describe('ml-image regenerate --check', () => {
  it(`takes at most ${MOST} times as long as a Node that does nothing, in an unchanged folder`, async () => {
    const { path } = await scaffold('check-speed', ['--model', fixture('digits.keras')]);
    const node = (...args: string[]) => {
      const begun = performance.now();
      execFileSync(process.execPath, args, { cwd: path, stdio: 'ignore' });
      return performance.now() - begun;
    };
    const middle = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;
    let best = Infinity;
    let shown = '';
    for (let round = 0; round < ROUNDS && best > MOST; round++) {
      const [bare, check]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++) {
        bare.push(node('-e', '0'));
        check.push(node(BIN, 'regenerate', '--check'));
      }
      const ratio = middle(check) / middle(bare);
      if (ratio >= best) continue;
      best = ratio;
      shown = `node -e 0: ${middle(bare).toFixed(1)} ms, --check: ${middle(check).toFixed(1)} ms, ${ratio.toFixed(2)}x`;
    }
    console.log(`      ${shown}`);
    assert.ok(best <= MOST, shown);
  });
});
