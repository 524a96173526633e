/** How soon the command answers, beside a Node that does nothing: it runs at every commit of somebody. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture, scaffold } from './folder.ts';
import { REPOSITORY } from './places.ts';

const BIN = join(REPOSITORY, 'dist/bin/ml-image.cjs');
const TURNS = 15;
/** A machine may be busy for a while; a command is as fast as it is in its best round. */
const ROUNDS = 6;

/** The most that a command may take, in times of `node -e 0`. */
const MOST = { '--help': 2, 'regenerate --check': 2, '--yes': 3 };

describe('the command beside a Node that does nothing', () => {
  const model = fixture('digits.keras');
  const place = mkdtempSync(join(tmpdir(), 'ml-image-speed-'));
  let unchanged: string;
  let count = 0;
  after(() => rmSync(place, { recursive: true }));

  before(async () => {
    unchanged = (await scaffold('speed', ['--model', model])).path;
  });

  const timed = (...args: string[]) => {
    const begun = performance.now();
    execFileSync(process.execPath, args, { cwd: unchanged, stdio: 'ignore' });
    return performance.now() - begun;
  };
  const commands = {
    '--help': () => timed(BIN, '--help'),
    'regenerate --check': () => timed(BIN, 'regenerate', '--check'),
    '--yes': () => timed(BIN, join(place, `folder${count++}`), `--model=${model}`, '--yes'),
  };
  const middle = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;

  for (const [name, most] of Object.entries(MOST) as [keyof typeof MOST, number][])
    it(`ml-image ${name} takes at most ${most} times as long`, () => {
      let best = Infinity;
      let shown = '';
      for (let round = 0; round < ROUNDS && best > most; round++) {
        const [bare, taken]: [number[], number[]] = [[], []];
        for (let turn = 0; turn < TURNS; turn++) {
          bare.push(timed('-e', '0'));
          taken.push(commands[name]());
        }
        const ratio = middle(taken) / middle(bare);
        if (ratio >= best) continue;
        best = ratio;
        shown = `node ${process.version}: ${middle(bare).toFixed(1)} ms, ${name}: ${middle(taken).toFixed(1)} ms, ${ratio.toFixed(2)}x`;
      }
      console.log(`      ${shown}`);
      assert.ok(best <= most, shown);
    });
});
