/** Packages in an image: a private index behind a secret, and one more requirement later. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from './engine.ts';
import { build, fixture, inImage, make, OFFLINE, scaffold } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { servePrivateIndex } from './private-index.ts';
import { smallFolder } from './small.ts';

describe('the packages of an image', () => {
  it('come from a private index, whose password is nowhere in image, history or log', async () => {
    const password = 'pw-7Yk2mQ-e2e';
    const index = await servePrivateIndex(password);
    try {
      const folder = await smallFolder('private', ['--pip', index.requirement]);
      const conf = join(temporaryFolder(), 'pip.conf');
      writeFileSync(conf, `[global]\nextra-index-url = ${index.url}\n`);
      const secrets = `--secret id=pip.conf,src=${conf} --secret id=ca.crt,src=${index.certificate}`;
      const log = await build(folder, {
        BUILD_ARGS: `--network host --progress plain ${secrets}`,
      });
      const line = 'python -c "import e2e_private; print(e2e_private.ANSWER)"';
      assert.equal(await inImage(folder, line), '42');
      const history = await docker('history', '--no-trunc', folder.image);
      const archive = join(temporaryFolder(), 'image.tar');
      await docker('save', '--output', archive, folder.image);
      assert.equal(readFileSync(archive).indexOf(password), -1);
      assert.ok(!history.stdout.includes(password));
      assert.ok(!log.includes(password));
    } finally {
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
    assert.match(log, /Successfully installed humanize-4\.12\.3$/m);
    assert.doesNotMatch(log, /(Collecting|Downloading) tensorflow/);
    assert.equal(await inImage(folder, 'python -c "import humanize; print(1)"'), '1');
  });

  it('are refused where they would change a version of the framework', async () => {
    const clash = ['--model', fixture('digits.keras'), '--pip', 'keras==3.9.0'];
    // By flag it is refused before a file is written; written by hand, pip refuses it in the build.
    await assert.rejects(scaffold('refused', clash), /stands against 'keras==/);
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
