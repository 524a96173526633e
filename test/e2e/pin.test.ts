/** A pinned base image against a real registry: built by its digest, also after the tag moved. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, tryDocker } from './engine.ts';
import { build, inImage, mlImage, scaffold } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { type Registry, startRegistry } from './registry.ts';

describe('a pinned base image', () => {
  let registry: Registry;
  let image: string;
  before(async () => {
    registry = await startRegistry();
    image = `${registry.host}/lab/python:3.13`;
  });
  after(async () => {
    await tryDocker(['image', 'rm', '--force', image]);
    await registry.stop();
  });

  /** Pushes the default base image with a mark under the tag, and gives its digest there. */
  async function push(mark: string): Promise<string> {
    const folder = temporaryFolder();
    const lines = `FROM python:3.13-slim-trixie\nENV MARK=${mark}\n`;
    writeFileSync(join(folder, 'Dockerfile'), lines);
    await docker('build', '--quiet', '--network', 'none', '--tag', image, folder);
    await docker('push', '--quiet', image);
    const said = await docker('image', 'inspect', '--format', '{{join .RepoDigests "\\n"}}', image);
    return /sha256:[a-f0-9]{64}/.exec(said.stdout)?.[0] ?? 'none';
  }

  it('is the one that is built on after its tag has moved, which --check says', async () => {
    const first = await push('first');
    const folder = await scaffold('pinned', ['--framework', 'custom', '--base-image', image]);
    const check = () => mlImage(['regenerate', '--check'], folder.path);
    assert.equal((await mlImage(['pin', '--yes'], folder.path)).status, 0);
    const dockerfile = readFileSync(join(folder.path, 'Dockerfile'), 'utf8');
    assert.ok(dockerfile.includes(`\nARG BASE_IMAGE=${image}@${first}\n`), dockerfile);
    const same = await check();
    assert.deepEqual([same.status, same.stderr], [0, '']);

    const second = await push('second');
    assert.notEqual(first, second);
    const moved = await check();
    assert.equal(moved.status, 0);
    assert.match(moved.stderr, /^note: .*\/lab\/python:3\.13 has moved: .*; ml-image pin takes/);

    writeFileSync(join(folder.path, 'model/weights.bin'), 'weights');
    await build(folder);
    assert.equal(await inImage(folder, 'echo "$MARK"'), 'first');
  });
});
