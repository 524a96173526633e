/** What `ml-image capture` refuses, each in one line. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Folder, mlImage, scaffold } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { run } from './run.ts';
import { Terminal } from './terminal.ts';

describe('a shell that is refused', () => {
  let folder: Folder;

  before(async () => {
    folder = await scaffold('capture-refused', ['--framework', 'custom', '--os', 'debian']);
    writeFileSync(join(folder.path, 'model/weights.bin'), 'weights');
    await build(folder);
  });

  async function refused(args: string[], cwd = folder.path): Promise<string> {
    const opened = await Terminal.open(cwd, ['capture', ...args]);
    try {
      const screen = await opened.shows(/^ended with/m);
      assert.match(screen, /^ml-image: [^\n]*\nended with 1$/);
      return screen;
    } finally {
      await opened.close();
    }
  }

  it('without a terminal', async () => {
    const { status, stderr } = await mlImage(['capture'], folder.path);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^ml-image: capture opens a shell, and there is no terminal here; [^\n]*\n$/,
    );
  });

  it('without the image', async () => {
    assert.match(
      await refused(['--from', 'ml-image-e2e/none:1']),
      /there is no image ml-image-e2e\/none:1; build it first: make build/,
    );
  });

  it('without the engine', async () => {
    assert.match(await refused(['--engine', 'no-engine']), /"no-engine" cannot be run; install it/);
  });

  it('without an answer of the engine', async () => {
    assert.match(
      await refused(['--engine', 'docker -H unix:///nowhere.sock']),
      /docker -H unix:\/\/\/nowhere\.sock does not respond: /,
    );
  });

  it('where the engine takes an argument amiss', async () => {
    assert.match(await refused(['--', '--network', 'nowhere']), /cannot start a container of /);
  });

  it('outside of an image folder', async () => {
    const empty = join(temporaryFolder(), 'empty');
    mkdirSync(empty);
    assert.match(await refused([], empty), /is in no image folder/);
  });

  it('by make where ml-image is not installed', async () => {
    const ran = await run('make', ['-C', folder.path, 'capture', 'ENGINE=docker'], {
      env: { npm_config_offline: 'true' },
    });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /^ml-image is not installed; install it: npm install --global /m);
  });
});
