/** The generated Makefile's targets, as a person uses them after `make build`. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, tryDocker } from './engine.ts';
import { build, type Folder, make } from './folder.ts';
import { readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { must } from './run.ts';
import { oneNumber, smallFolder } from './small.ts';

describe('the Makefile', () => {
  let folder: Folder;

  before(async () => {
    folder = await smallFolder('targets');
    await build(folder);
  });

  /** Runs a target that has to end well, and gives what it printed. */
  async function done(target: string, variables?: Record<string, string>): Promise<string> {
    const ran = await make(folder, target, variables);
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    return ran.stdout;
  }

  it('lists its targets when nothing is asked of it', async () => {
    const listed = await done('help');
    for (const target of ['build', 'test', 'predict', 'save', 'load', 'wheels']) {
      assert.match(listed, new RegExp(`^ +${target} `, 'm'));
    }
  });

  it('predicts on the files of a folder, and what it writes belongs to the person', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'input.npy'), oneNumber(21));
    await done('predict', { DATA: data });
    assert.deepEqual(readNpy(join(data, 'output.npy')).values, [42]);
    const other = await done('run', { DATA: data, ARGS: '--input=input.npy --output=again.npy' });
    assert.equal(other.includes('rror'), false);
    assert.deepEqual(readNpy(join(data, 'again.npy')).values, [42]);
  });

  it('predicts without an image, from a virtual environment on this machine', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'input.npy'), oneNumber(4));
    const tried = { DATA: data, PYTHON: '/usr/bin/python3', ENGINE: 'none-such' };
    await done('try', tried);
    assert.deepEqual(readNpy(join(data, 'output.npy')).values, [8]);
    const code = join(folder.path, 'model.py');
    const before = readFileSync(code, 'utf8');
    writeFileSync(code, before.replace('def predict(', 'def predict_not('));
    const ran = await make(folder, 'try', tried);
    writeFileSync(code, before);
    assert.match(ran.stderr, /^error: model\.py has no function predict\(\)$/m);
    await must('rm', ['-r', join(folder.path, '.venv')]);
  });

  it('shows the traceback of a prediction that fails, where that is asked for', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'input.npy'), 'not an array');
    const plain = await make(folder, 'predict', { DATA: data });
    assert.doesNotMatch(plain.stderr, /Traceback/);
    const whole = await make(folder, 'predict', { DATA: data, DEBUG: '1' });
    assert.match(whole.stderr, /Traceback(.|\n)*error: --input: cannot read/);
  });

  it('names the missing input instead of starting', async () => {
    const ran = await make(folder, 'predict', { DATA: temporaryFolder() });
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /there is no .*input\.npy/);
  });

  it('saves an archive that loads as the same image, and refuses one that was changed', async () => {
    const archive = join(temporaryFolder(), 'small.tar');
    const id = await imageId(folder.image);
    await done('save', { ARCHIVE: archive });
    await docker('image', 'rm', folder.image);
    await done('load', { ARCHIVE: archive });
    assert.equal(await imageId(folder.image), id);
    const data = temporaryFolder();
    writeFileSync(join(data, 'input.npy'), oneNumber(1));
    await done('test', { DATA: data });

    const packed = [`${archive}.zst`, `${archive}.gz`].find((path) => existsSync(path)) ?? '';
    appendFileSync(packed, 'x');
    const changed = await make(folder, 'load', { ARCHIVE: archive });
    assert.notEqual(changed.status, 0);
    assert.match(changed.stdout + changed.stderr, /FAILED/);
  });

  it('tells the size, and cleans up after itself', async () => {
    assert.match(await done('size'), /^[\d.]+ MB in all$/m);
    await done('clean');
    assert.notEqual((await tryDocker(['image', 'inspect', folder.image])).status, 0);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.includes('.tar')),
      [],
    );
    assert.ok(readFileSync(join(folder.path, 'model.py')).length > 0);
  });
});

async function imageId(image: string): Promise<string> {
  return (await docker('image', 'inspect', '--format', '{{.Id}}', image)).stdout.trim();
}
