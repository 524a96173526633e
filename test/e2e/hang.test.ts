/** Files that were made to be read for ever: the built command answers, or says in one line why not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOMBS } from '../inspect/bombs.ts';
import { beyondLimits, MOST, measured } from '../inspect/measure.ts';
import { REPOSITORY, temporaryFolder } from './places.ts';

const HANG = join(REPOSITORY, 'test/fixtures/security/hang');

/** The best of three: a machine may be busy for a while. */
function judged(file: string): string[] {
  let faults: string[] = [];
  for (let turn = 0; turn < 3; turn++) {
    faults = beyondLimits(measured('inspect', file));
    if (faults.length === 0) break;
  }
  return faults;
}

describe(`ml-image inspect, within ${MOST.milliseconds} ms and ${MOST.megabytes} MB`, () => {
  for (const name of readdirSync(HANG)) {
    it(`answers or refuses ${name}`, () => assert.deepEqual(judged(join(HANG, name)), []));
  }

  for (const [name, write] of Object.entries(BOMBS)) {
    it(`answers or refuses ${name}`, () => {
      const file = join(temporaryFolder(), 'bomb');
      writeFileSync(file, write());
      assert.deepEqual(judged(file), []);
    });
  }

  it('answers or refuses a directory of bombs', () => {
    const folder = temporaryFolder();
    Object.values(BOMBS).forEach((write, at) => {
      writeFileSync(join(folder, `f${at}`), write());
    });
    assert.deepEqual(judged(folder), []);
  });

  it('answers or refuses FIFOs, as the model and within one', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'model'));
    for (const name of ['model.pt', 'model/config.json', 'model/pytorch_model.bin']) {
      spawnSync('mkfifo', [join(folder, name)]);
    }
    for (const name of ['model.pt', 'model', '.']) {
      assert.deepEqual(judged(join(folder, name)), [], name);
    }
  });
});
