import assert from 'node:assert/strict';
import { once } from 'node:events';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolders, run, snapshot } from './folders.ts';
import { begin, endRunners, killAfter, startRunner } from './killing.ts';
import { changing, fresh } from './scenario.ts';

describe('a real process', () => {
  afterEach(() => {
    endRunners();
    removeFolders();
  });

  it('that is killed leaves the folder before or after its run, or one that is put right', async function () {
    this.timeout(60_000);
    for (let at = 0; at < 3; at++)
      await Promise.all([killAfter(changing, at * 32), killAfter(fresh, at * 24)]);
  });

  it('that is at work keeps another out, and then ends as if that had not been', async function () {
    this.timeout(20_000);
    const [scenario, child] = await Promise.all([changing(), startRunner()]);
    const ended = once(child, 'exit');
    await begin(child, scenario);
    const lock = join(scenario.root, '.ml-image/lock');
    while (!lstatSync(lock, { throwIfNoEntry: false }))
      await new Promise((resolve) => setTimeout(resolve, 2));
    await assert.rejects(run(scenario.root, [], { copies: [] }), {
      name: 'UserError',
      line: new RegExp(`^process ${child.pid} on .* is at work`),
    });
    assert.deepEqual(await ended, [0, null]);
    assert.equal(snapshot(scenario.root)?.Dockerfile, '644 FROM a2\nCMD b\n# mine\n');
  });
});
