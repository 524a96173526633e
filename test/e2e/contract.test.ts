/** `make test` replays what ABLInfer does, and tries what the specification promises. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changedCopy, containersOf, contractFolder } from './contract-folder.ts';
import { edit, writeSpec } from './edit.ts';
import { engineEnv } from './engine.ts';
import { build, type Folder, make, readSpec } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { run } from './run.ts';
import { oneNumber } from './small.ts';

describe('make test', () => {
  let folder: Folder;

  before(async () => {
    folder = await contractFolder('contract');
    await build(folder);
  });

  it('tries each promise of the specification, and what ABLInfer does, as two users', async () => {
    const tested = await make(folder, 'test');
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    assert.equal(tested.stderr, '');
    const lines = tested.stdout.split('\n').filter((line) => !/^(make|open| {10})/.test(line));
    assert.deepEqual(lines, [
      'ok      --help answers',
      'ok      --spec is model-spec.json',
      'ok      it runs as 1001:0, not as root',
      'ok      predicts: every input and output, with every param at its default',
      'ok      --input refused: without it',
      'ok      --mask predicts: without it',
      'ok      --output refused: without it',
      'ok      --factor predicts: 0.0, 10.0; refused: -5e-324, 10.000000000000002',
      'ok      --rounds predicts: 3; refused: 0, 4',
      'ok      --loud predicts: with it, without it',
      'ok      MODE predicts: exact; refused: fast-exact-',
      'ok      all that as user 12345:0, read-only, without network and capabilities',
      "ok      create, put in, start, wait, fetch, as ABLInfer does: as the image's user",
      'ok      create, put in, start, wait, fetch, as ABLInfer does: as user 12345:0',
      '',
    ]);
  });

  it('works by hand too, and leaves no container behind', async () => {
    const env = { ...engineEnv(), IMAGE: folder.image };
    const script = join(folder.path, 'test/run.sh');
    const ran = await run('sh', [script, '--network', 'none'], { env, cwd: temporaryFolder() });
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(await containersOf(folder), []);
  });

  it('takes the inputs of DATA where that is named', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'mask.npy'), oneNumber(1));
    const without = await make(folder, 'test', { DATA: data });
    assert.notEqual(without.status, 0);
    assert.match(without.stderr, /FAILED {2}there is no .*\/input\.npy\n/);
    copyFileSync(await example(folder), join(data, 'input.npy'));
    const ran = await make(folder, 'test', { DATA: data });
    // A mask of another shape than the declared one: so it was taken.
    assert.match(ran.stderr, /FAILED .*--mask: the model takes shape \(3\), given \(1\)/);
  });

  it('says what to supply where the shape of an input is not known', async () => {
    const copy = await changedCopy(folder, 'contract-open', (copy) => {
      const spec = readSpec(copy);
      for (const part of Object.values(spec.inputs)) part.tensor.shape = null;
      writeSpec(copy, spec);
    });
    const open = await make(copy, 'test');
    assert.notEqual(open.status, 0);
    assert.match(open.stderr, /^error: selftest: inputs\.input\.tensor\.shape .* is null/m);
    assert.match(open.stdout, /^ok {6}model\.py loads the model$/m);
    assert.match(open.stderr, /^not tested: .*make test DATA=FOLDER$/m);
    assert.match(open.stderr, /Error 3$/m);
    const broken = await changedCopy(copy, 'contract-unloaded', (unloaded) =>
      edit(unloaded, 'model.py', [
        ['def load(path):\n', 'def load(path):\n    raise ValueError("no such class")\n'],
      ]),
    );
    const failed = await make(broken, 'test');
    assert.match(failed.stderr, /^FAILED {2}the model cannot be loaded$/m);
    assert.match(failed.stderr, /load\(\) failed: ValueError: no such class/);
    const data = temporaryFolder();
    copyFileSync(await example(folder), join(data, 'input.npy'));
    const given = await make(copy, 'test', { DATA: data });
    assert.equal(given.status, 0, given.stdout + given.stderr);
    copyFileSync(join(data, 'input.npy'), join(copy.path, 'input.npy'));
    const here = await make(copy, 'test', { DATA: '.' });
    assert.equal(here.status, 0, here.stdout + here.stderr);
    assert.match(given.stdout, /^ok .*as ABLInfer does: as user 12345:0$/m);
  });

  it('takes its containers away when it is interrupted', async () => {
    // Slow only for the image's own user, so in the container that is created and started.
    const sleeps = 'import os\n    if os.getuid() == 1001:\n        time.sleep(60)';
    const copy = await changedCopy(folder, 'contract-slow', (slow) =>
      edit(slow, 'model.py', [['def load(path):\n', `def load(path):\n    ${sleeps}\n`]]),
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const options = { cwd: copy.path, env: { ...process.env, ...engineEnv() }, detached: true };
      const child = spawn('make', ['test', 'RUN_ARGS=--network none'], options);
      const ended = new Promise((resolve) => child.on('close', resolve));
      let said = '';
      child.stdout.on('data', (chunk) => (said += chunk));
      while (!said.includes('ok      all that') || (await containersOf(copy)).length === 0) {
        assert.equal(child.exitCode, null, said);
        await sleep(200);
      }
      await sleep(1000);
      // As a terminal does it: to every process of the job.
      process.kill(-(child.pid as number), signal);
      assert.notEqual(await ended, 0);
      await sleep(500);
      assert.deepEqual(await containersOf(copy), []);
    }
  });
});

/** The example input that the image makes for itself. */
async function example({ image, path: folder }: Folder): Promise<string> {
  const path = temporaryFolder();
  const options = '--rm --network none --workdir /app --entrypoint /opt/venv/bin/python';
  const line = `docker run ${options} ${image} -c "$(cat test/trials.py)" inputs | tar -xf - -C ${path}`;
  const ran = await run('sh', ['-c', line], { env: engineEnv(), cwd: folder });
  assert.equal(ran.status, 0, ran.stderr);
  return join(path, 'input.npy');
}
