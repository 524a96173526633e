/** What every image promises, whatever the framework: users, rights, size, signals, rebuilds. */
import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, tryDocker } from './engine.ts';
import { build, type Folder, inImage, make, readSpec, runImage } from './folder.ts';
import { readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { bytesBeside, TWO_MEGABYTES } from './size.ts';
import { MODEL_SIZE, oneNumber, smallFolder } from './small.ts';

const MEGABYTE = 1_000_000;

describe('an image', () => {
  let folder: Folder;

  before(async () => {
    folder = await smallFolder('small');
    await build(folder);
  });

  /** A data folder that holds the input, open to every user. */
  function data(value: number): string {
    const path = temporaryFolder();
    writeFileSync(join(path, 'input.npy'), oneNumber(value));
    chmodSync(path, 0o777);
    return path;
  }

  const ARGS = ['--input=/data/input.npy', '--output=/data/output.npy'];

  const ways: Record<string, string[]> = {
    'its own user, 1001:0': [],
    'another user of group 0': ['--user', '12345:0'],
    'a user of another group': ['--user', '12345:678'],
    'a read-only file system': ['--read-only', '--tmpfs', '/tmp'],
    'no capabilities': ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    'all of that at once': [
      '--user',
      '12345:0',
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--cap-drop',
      'ALL',
    ],
  };
  for (const [way, options] of Object.entries(ways)) {
    it(`predicts without a network as ${way}`, async () => {
      const path = data(21);
      await runImage(folder, [...options, '--volume', `${path}:/data`], ARGS);
      assert.deepEqual(readNpy(join(path, 'output.npy')).values, [42]);
    });
  }

  it('is 1001:0 inside, with a name and a home that it may write to', async () => {
    const line = 'id -u; id -g; id -un; touch "$HOME/x" /data/x && echo writable';
    assert.equal(await inImage(folder, line), '1001\n0\nmodel\nwritable');
  });

  it('says its specification, the same as in the folder', async () => {
    const { stdout } = await runImage(folder, [], ['--spec']);
    assert.deepEqual(JSON.parse(stdout), readSpec(folder));
  });

  it('stores the model once', async () => {
    const history = ['history', '--format', '{{.Size}}', '--human=false', folder.image];
    const layers = (await docker(...history)).stdout.trim().split('\n').map(Number);
    const models = layers.filter((size) => size >= MODEL_SIZE && size < MODEL_SIZE + MEGABYTE);
    assert.equal(models.length, 1);
  });

  it('holds less than 2 MB beside base image, packages and model', async () => {
    assert.ok((await bytesBeside(folder)) < TWO_MEGABYTES);
  });

  for (const [what, value] of Object.entries({
    'while Python sleeps': -1,
    'inside a long call': -2,
  })) {
    it(`ends within 2 s of docker stop, ${what}`, async () => {
      const path = data(value);
      const options = ['--detach', '--network', 'none', '--volume', `${path}:/data`];
      const started = await docker('run', ...options, folder.image, ...ARGS);
      const container = started.stdout.trim();
      try {
        await until(async () => (await docker('logs', container)).stdout.includes('working'));
        const { took } = await docker('stop', container);
        assert.ok(took < 2000, `docker stop took ${Math.round(took)} ms`);
      } finally {
        await tryDocker(['rm', '--force', container]);
      }
    });
  }

  it('fails with one line and leaves no output where the input is bad', async () => {
    const path = data(1);
    writeFileSync(join(path, 'input.npy'), 'no array');
    const ran = await tryDocker([
      ...['run', '--rm', '--network', 'none', '--volume', `${path}:/data`],
      ...[folder.image, ...ARGS],
    ]);
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /^[^\n]*input\.npy[^\n]*\n$/);
    assert.equal(
      (
        await tryDocker([
          'run',
          '--rm',
          '--network',
          'none',
          '--volume',
          `${path}:/data`,
          '--entrypoint',
          'ls',
          folder.image,
          '/data',
        ])
      ).stdout,
      'input.npy\n',
    );
  });

  it('keeps a gigabyte beside the model out of the build', async () => {
    mkdirSync(join(folder.path, 'data'));
    for (const junk of ['scan.npy', 'data/archive.tar']) {
      writeFileSync(join(folder.path, junk), '');
      truncateSync(join(folder.path, junk), 500 * MEGABYTE);
    }
    const sent = contextSize(await build(folder));
    assert.ok(sent < MODEL_SIZE + MEGABYTE, `${sent} bytes were sent`);
  });

  it('installs no package again after an edit of model.py', async () => {
    appendFileSync(join(folder.path, 'model.py'), '\n# edited\n');
    const begun = performance.now();
    const log = await build(folder);
    assert.doesNotMatch(log, /Collecting|Requirement already satisfied|Installing collected/);
    assert.match(await inImage(folder, 'tail -n 1 /app/model.py'), /# edited/);
    console.log(`      rebuilt in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  });

  it('passes its own make test', async () => {
    const tested = await make(folder, 'test', { DATA: data(1) });
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
  });
});

/** The bytes of build context that BuildKit says it was sent. */
function contextSize(log: string): number {
  const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
  const sizes = [...log.matchAll(/transferring context: ([\d.]+)(\w+)/g)];
  assert.ok(sizes.length > 0, 'the log says nothing of the context');
  return Math.max(
    ...sizes.map(([, number, unit]) => Number(number) * (units[unit ?? ''] ?? Number.NaN)),
  );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await condition()) return;
    await sleep(200);
  }
  throw new Error('waited 20 s in vain');
}
