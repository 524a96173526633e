/** How soon the command answers, beside a Node that does nothing: it is meant for every commit. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture, scaffold } from './folder.ts';
import { cacheFolder, REPOSITORY } from './places.ts';
import { must } from './run.ts';

const BIN = join(REPOSITORY, 'dist/bin/ml-image.cjs');
const TURNS = 15;
/** A machine may be busy for a while; a command is as fast as it is in its best round. */
const ROUNDS = 6;

/** Where new folders go: a disk takes 5 to 90 ms more for their hundred files, by what else it does. */
const MEMORY = '/dev/shm';

/** The most that a command may take, in times of `node -e 0`. */
const MOST = { '--help': 2, 'regenerate --check': 2, '--yes': 3 };

/**
 * Node 24 itself starts in half of the time that Node 20 takes, so that the same work counts for more;
 * a machine that is busy all the time has shown 2.35 for a check that takes 2.0 elsewhere.
 */
const MOST_ON_24: typeof MOST = { '--help': 2, 'regenerate --check': 2.7, '--yes': 4.2 };

describe('the command beside a Node that does nothing', () => {
  const model = fixture('digits.keras');
  const place = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'ml-image-speed-'));
  let unchanged: string;
  let node24: string;
  let count = 0;
  after(() => rmSync(place, { recursive: true }));

  before(async () => {
    unchanged = (await scaffold('speed', ['--model', model])).path;
    node24 = await installNode24();
  });

  const timed = (node: string, ...args: string[]) => {
    const begun = performance.now();
    execFileSync(node, args, { cwd: unchanged, stdio: 'ignore' });
    return performance.now() - begun;
  };
  const argumentsOf = {
    '--help': () => ['--help'],
    'regenerate --check': () => ['regenerate', '--check'],
    '--yes': () => [join(place, `folder${count++}`), `--model=${model}`, '--yes'],
  };

  for (const name of Object.keys(MOST) as (keyof typeof MOST)[]) {
    const compare = (node: string, most: number) => {
      let best = { ratio: Infinity, shown: '' };
      for (let round = 0; round < ROUNDS && best.ratio > most; round++) {
        const [bare, taken]: [number[], number[]] = [[], []];
        for (let turn = 0; turn < TURNS; turn++) {
          bare.push(timed(node, '-e', '0'));
          taken.push(timed(node, BIN, ...argumentsOf[name]()));
        }
        const ratio = middle(taken) / middle(bare);
        const shown = `node -e 0: ${middle(bare).toFixed(1)} ms, ${name}: ${middle(taken).toFixed(1)} ms, ${ratio.toFixed(2)}x`;
        if (ratio < best.ratio) best = { ratio, shown };
      }
      console.log(`      ${best.shown}`);
      assert.ok(best.ratio <= most, best.shown);
    };
    it(`ml-image ${name} takes at most ${MOST[name]} times as long`, () => {
      compare(process.execPath, MOST[name]);
    });
    it(`ml-image ${name} takes at most ${MOST_ON_24[name]} times as long on Node 24`, () => {
      compare(node24, MOST_ON_24[name]);
    });
  }
});

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1] as number;
}

/** The program of Node 24, which npm has as a package; kept between runs. */
async function installNode24(): Promise<string> {
  const name = `node-linux-${process.arch}`;
  const folder = cacheFolder('node-24');
  const program = join(folder, 'node_modules', name, 'bin/node');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  if (!existsSync(program))
    await must('npm', ['install', ...flags, '--prefix', folder, `${name}@24`], { cwd: folder });
  return program;
}
