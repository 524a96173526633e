/** PyTorch, with no network at all: every wheel comes from the folder's wheels/. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Folder, make, OFFLINE } from './folder.ts';
import { FIXTURES } from './places.ts';
import { FLOAT_PRECISION, inputsFor, predict, predictByABLInfer } from './predict.ts';
import { bytesBeside, TWO_MEGABYTES } from './size.ts';
import { offlineFolder } from './torch-folder.ts';

for (const model of ['torchscript.pt', 'export.pt2', 'state_dict.pt', 'module.pt']) {
  describe(`a PyTorch image of ${model}, built without a network`, () => {
    let folder: Folder;

    before(async () => {
      folder = await offlineFolder(model.replace('.', '_'), model);
      if (model === 'module.pt') supplyFile(folder);
      await build(folder, OFFLINE);
    });

    if (model === 'state_dict.pt') {
      it('says in one line where the class of the weights goes, until it is there', async () => {
        const failed = /\nerror: model\.py[^\n]*network[^\n]*build\(\)[^\n]*$/;
        await assert.rejects(predict(folder, model), failed);
        supplyClass(folder);
        await build(folder, OFFLINE);
      });
    }

    it('predicts what PyTorch predicts', async () => {
      assert.ok((await predict(folder, model)) <= FLOAT_PRECISION);
    });

    it('predicts the same when ABLInfer dispatches the files through it', async () => {
      assert.ok((await predictByABLInfer(folder, model)) <= FLOAT_PRECISION);
    });

    it('passes its own make test', async () => {
      // Only torch.export records shapes, from which inputs can be made up.
      const given = model === 'export.pt2' ? {} : { DATA: inputsFor(folder, model) };
      const tested = await make(folder, 'test', given);
      assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    });

    it('holds less than 2 MB beside base image, packages and model', async () => {
      assert.ok((await bytesBeside(folder)) < TWO_MEGABYTES);
    });
  });
}

/** Puts the file of the network's class beside model.py. */
function supplyFile({ path }: Folder): void {
  copyFileSync(join(FIXTURES, 'make/digits_net.py'), join(path, 'digits_net.py'));
}

/** Puts the class's file into src/, where model.py finds it. */
function supplyClass({ path }: Folder): void {
  mkdirSync(join(path, 'src'));
  copyFileSync(join(FIXTURES, 'make/digits_net.py'), join(path, 'src/digits_net.py'));
}
