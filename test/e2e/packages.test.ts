/** Packages in an image: a private index behind a secret, a proxy, and one more requirement later. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countCombination } from './combinations.ts';
import { docker } from './engine.ts';
import {
  build,
  type Folder,
  fixture,
  inImage,
  make,
  OFFLINE,
  runImage,
  scaffold,
} from './folder.ts';
import { readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { AS_A_PERSON } from './predict.ts';
import { PROXIED, type PrivateIndex, servePrivateIndex } from './private-index.ts';
import { startProxy } from './proxy.ts';
import { oneNumber, smallFolder } from './small.ts';

describe('the packages of an image', () => {
  const password = 'pw-7Yk2mQ-e2e';

  /** Builds a folder that needs the index's wheel; gives the folder and the build's log. */
  async function fromIndex(
    name: string,
    index: PrivateIndex,
    url: string,
    ...more: string[]
  ): Promise<{ folder: Folder; log: string }> {
    const folder = await smallFolder(name, ['--pip', index.requirement]);
    const conf = join(temporaryFolder(), 'pip.conf');
    writeFileSync(conf, `[global]\nextra-index-url = ${url}\n`);
    const secrets = `--secret id=pip.conf,src=${conf} --secret id=ca.crt,src=${index.certificate}`;
    const options = ['--network host --progress plain', secrets, ...more];
    const log = await build(folder, { BUILD_ARGS: options.join(' ') });
    const line = 'python -c "import e2e_private; print(e2e_private.ANSWER)"';
    assert.equal(await inImage(folder, line), '42');
    return { folder, log };
  }

  /** Throws where a text is anywhere in the image: layers, configuration, history. */
  async function nowhere(folder: Folder, text: string): Promise<void> {
    const archive = temporaryFolder();
    const file = join(archive, 'image.tar');
    await docker('save', '--output', file, folder.image);
    assert.equal(readFileSync(file).indexOf(text), -1, `${text} is in the archive`);
    const told = [
      await docker('history', '--no-trunc', folder.image),
      await docker('image', 'inspect', folder.image),
    ];
    for (const { stdout } of told) assert.ok(!stdout.includes(text), `${text} is told`);
  }

  it('come from a private index, whose password is nowhere in image, history or log', async () => {
    const index = await servePrivateIndex(password);
    try {
      const { folder, log } = await fromIndex('private', index, index.url);
      await nowhere(folder, password);
      assert.ok(!log.includes(password));
      const data = temporaryFolder();
      chmodSync(data, 0o777);
      writeFileSync(join(data, 'input.npy'), oneNumber(21));
      const args = ['--input=/data/input.npy', '--output=/data/output.npy'];
      await runImage(folder, [...AS_A_PERSON, '--volume', `${data}:/data`], args);
      assert.deepEqual(readNpy(join(data, 'output.npy')).values, [42]);
      countCombination(folder, 'a private index');
    } finally {
      index.close();
    }
  });

  it('come through a proxy where there is no other way, and nothing tells of it', async () => {
    const index = await servePrivateIndex(password);
    const proxy = await startProxy({ [PROXIED]: index.port });
    try {
      const through = `--build-arg HTTPS_PROXY=${proxy.url} --build-arg https_proxy=${proxy.url}`;
      await assert.rejects(fromIndex('no-proxy', index, index.proxiedUrl), /e2e-private/);
      assert.equal(proxy.tunnels.length, 0);
      const { folder } = await fromIndex('proxied', index, index.proxiedUrl, through);
      assert.ok(proxy.tunnels.includes(`${PROXIED}:443`), proxy.tunnels.join(' '));
      await nowhere(folder, proxy.url.replace('http://', ''));
      await nowhere(folder, password);
      assert.doesNotMatch(await inImage(folder, 'env'), /proxy/i);
    } finally {
      proxy.close();
      index.close();
    }
  });

  it('grow by a requirement without installing the framework again', async () => {
    const folder = await scaffold('grown', ['--model', fixture('digits.keras')]);
    await build(folder);
    const requirements = join(folder.path, 'requirements.txt');
    const before = readFileSync(requirements, 'utf8');
    writeFileSync(requirements, `${before}humanize==4.12.3\n`);
    const log = await build(folder);
    assert.doesNotMatch(log, /(Collecting|Downloading) tensorflow/);
    const version = 'python -c "import humanize; print(humanize.__version__)"';
    assert.equal(await inImage(folder, version), '4.12.3');
  });

  it('are refused where they would change a version of the framework', async () => {
    const clash = ['--model', fixture('digits.keras'), '--pip', 'keras==3.9.0'];
    // By flag it is refused before a file is written; written by hand, pip refuses it in the build.
    await assert.rejects(scaffold('refused', clash), /conflicts with 'keras==/);
    const folder = await scaffold('clash', ['--model', fixture('digits.keras')]);
    const requirements = join(folder.path, 'requirements.txt');
    writeFileSync(requirements, `${readFileSync(requirements, 'utf8')}keras==3.9.0\n`);
    await assert.rejects(build(folder), /conflict/i);
  });

  it('are fetched by make wheels for a later build without a network', async () => {
    const folder = await smallFolder('fetched', ['--pip', 'humanize==4.12.3']);
    const fetched = await make(folder, 'wheels');
    assert.equal(fetched.status, 0, fetched.stderr);
    const wheels = readdirSync(join(folder.path, 'wheels'), { recursive: true, encoding: 'utf8' });
    assert.ok(
      wheels.some((name) => name.startsWith('humanize-4.12.3')),
      wheels.join(' '),
    );
    await build(folder, OFFLINE);
    assert.equal(await inImage(folder, 'python -c "import humanize; print(1)"'), '1');
  });
});
