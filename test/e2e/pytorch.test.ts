/** PyTorch, with no network at all: every wheel comes from the folder's wheels/. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Folder, fixture, make, OFFLINE, scaffold } from './folder.ts';
import { FIXTURES } from './places.ts';
import { FLOAT_PRECISION, predict } from './predict.ts';
import { fillWheels } from './wheels.ts';

async function offlineFolder(name: string, model: string): Promise<Folder> {
  const version = ['--framework-version', '2.13.0', '--python', '3.11'];
  const folder = await scaffold(name, ['--model', fixture(model), ...version]);
  await fillWheels(folder);
  return folder;
}

describe('a PyTorch image, built without a network', () => {
  for (const model of ['torchscript.pt', 'export.pt2']) {
    it(`predicts from ${model} what PyTorch predicts, and passes its own tests`, async () => {
      const folder = await offlineFolder(model.replace('.', '_'), model);
      await build(folder, OFFLINE);
      assert.ok((await predict(folder, model)) <= FLOAT_PRECISION);
      const tested = await make(folder, 'test');
      assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    });
  }

  it('asks for the class of a state_dict, and predicts once it is there', async () => {
    const folder = await offlineFolder('state_dict', 'state_dict.pt');
    await build(folder, OFFLINE);
    await assert.rejects(predict(folder, 'state_dict.pt'), /model\.py: .*network.*build\(\)/);
    supplyClass(folder);
    await build(folder, OFFLINE);
    assert.ok((await predict(folder, 'state_dict.pt')) <= FLOAT_PRECISION);
  });
});

/** Fills the class in as its author would: in a file beside model.py, and imported there. */
function supplyClass({ path }: Folder): void {
  copyFileSync(join(FIXTURES, 'make/digits_net.py'), join(path, 'digits_net.py'));
  const model = readFileSync(join(path, 'model.py'), 'utf8');
  const filled = model
    .replace('import torch\n', 'import torch\nfrom digits_net import DigitsNet\n')
    .replace(/raise NotImplementedError\(.*\)/, 'return DigitsNet()');
  writeFileSync(join(path, 'model.py'), filled);
}
