/** A locked folder on the real engine: built by hashes, with and without a network, and stopped when it should be. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import {
  build,
  type Folder,
  fixture,
  inImage,
  make,
  mlImage,
  OFFLINE,
  scaffold,
} from './folder.ts';
import { FLOAT_PRECISION, predict } from './predict.ts';
import { prepareTools } from './tools.ts';

describe('a locked folder', () => {
  let folder: Folder;
  const lockFile = () => join(folder.path, 'requirements.lock');
  const lock = (...flags: string[]) => mlImage(['lock', '--yes', ...flags], folder.path);

  /** The release of a package in the image. */
  const version = (name: string) =>
    inImage(folder, `python -c "import importlib.metadata as m; print(m.version('${name}'))"`);

  before(async () => {
    // `--by=engine` takes the docker that is found first: the client that can build.
    process.env.PATH = `${await prepareTools()}:${engineEnv().PATH}`;
    const model = ['--model', fixture('digits_sklearn.joblib'), '--pip', 'humanize==4.12.3'];
    folder = await scaffold('locked', model);
  });

  it('is locked by uv, built by hashes and predicts', async () => {
    const ran = await lock();
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /requirements\.lock +new: \d+ packages, by uv /);
    await build(folder);
    assert.equal(await version('humanize'), '4.12.3');
    assert.ok((await predict(folder, 'digits_sklearn.joblib')) <= FLOAT_PRECISION);
  });

  it('gets a package more in its own layer, once the lock is made again', async () => {
    const requirements = join(folder.path, 'requirements.txt');
    writeFileSync(requirements, `${readFileSync(requirements, 'utf8')}tabulate==0.9.0\n`);
    const stale = await make(folder, 'build');
    assert.notEqual(stale.status, 0);
    assert.match(stale.stderr, /requirements\.lock is stale: .*; run: ml-image lock$/m);
    assert.equal((await lock()).status, 0);
    const log = await build(folder);
    assert.equal(await version('tabulate'), '0.9.0');
    assert.doesNotMatch(log, /(Collecting|Downloading) scikit/);
  });

  it('is locked alike by pip in the base image', async () => {
    const releases = () => readFileSync(lockFile(), 'utf8').match(/^[a-z].*==\S+/gm);
    await lock('--upgrade');
    const byUv = releases();
    const ran = await lock('--upgrade', '--by=engine', '--build-args=--network host');
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /by pip in the base image \(docker\)/);
    assert.deepEqual(releases(), byUv);
    await build(folder);
  });

  it('builds from wheels/ without a network, also locked from these alone', async () => {
    const fetched = await make(folder, 'wheels');
    assert.equal(fetched.status, 0, fetched.stderr);
    await build(folder, OFFLINE);
    const ran = await lock('--offline', '--upgrade');
    assert.equal(ran.status, 0, ran.stderr);
    await build(folder, OFFLINE);
    assert.equal(await version('humanize'), '4.12.3');
  });

  it('ends the build where a file is not the one that was locked', async () => {
    const text = readFileSync(lockFile(), 'utf8');
    writeFileSync(
      lockFile(),
      text.replace(
        /(?<=humanize==4\.12\.3 \\\n)( {4}--hash=.*\n)+/,
        `    --hash=sha256:${'0'.repeat(64)}\n`,
      ),
    );
    const ran = await make(folder, 'build');
    writeFileSync(lockFile(), text);
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /THESE PACKAGES DO NOT MATCH THE HASHES/);
  });

  it('is built from requirements.txt again without the lock', async () => {
    assert.equal((await lock('--remove')).status, 0);
    assert.ok(!existsSync(lockFile()));
    await build(folder);
  });

  it('is locked by the pip of this machine where its Python is that of the image', async () => {
    const flags = ['--model', fixture('digits_sklearn.joblib'), '--python', '3.11'];
    folder = await scaffold('locked-pip', flags);
    const ran = await lock('--by=pip');
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /by pip [\d.]+ of python3/);
    await build(folder);
    assert.ok((await predict(folder, 'digits_sklearn.joblib')) <= FLOAT_PRECISION);
  });
});
