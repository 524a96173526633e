/** The model's ways into an image: copied, mounted at run time, or put there later. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageSize } from './engine.ts';
import { build, make, scaffold } from './folder.ts';
import { readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { MODEL_PY, MODEL_SIZE, oneNumber, smallFolder } from './small.ts';

describe('the model of an image', () => {
  it('can stay where it is, and is mounted when the image runs', async () => {
    const folder = await smallFolder('referenced', ['--model-by', 'reference']);
    assert.ok(!existsSync(join(folder.path, 'model/weights.bin')));
    await build(folder);
    const copied = await smallFolder('copied');
    await build(copied);
    const difference = (await imageSize(copied.image)) - (await imageSize(folder.image));
    assert.ok(Math.abs(difference - MODEL_SIZE) < 100_000, `they differ by ${difference} bytes`);

    const data = temporaryFolder();
    writeFileSync(join(data, 'input.npy'), oneNumber(21));
    const ran = await make(folder, 'predict', { DATA: data });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    assert.deepEqual(readNpy(join(data, 'output.npy')).values, [42]);
  });

  it('stops the build with one line as long as it is not there', async () => {
    const folder = await scaffold('later', ['--name', 'later', '--framework', 'custom']);
    await assert.rejects(
      build(folder),
      /model\/ must hold the model.*put it there and build again/,
    );
    writeFileSync(join(folder.path, 'model/weights.bin'), 'weights');
    writeFileSync(join(folder.path, 'model.py'), MODEL_PY);
    await build(folder);
    const data = temporaryFolder();
    chmodSync(data, 0o777);
    writeFileSync(join(data, 'input.npy'), oneNumber(21));
    assert.equal((await make(folder, 'predict', { DATA: data })).status, 0);
    assert.deepEqual(readNpy(join(data, 'output.npy')).values, [42]);
  });

  it('stops the build with one line when it was taken away again', async () => {
    const folder = await smallFolder('gone');
    rmSync(join(folder.path, 'model/weights.bin'));
    await assert.rejects(build(folder), /model\/ is empty: put the model back and build again/);
  });
});
