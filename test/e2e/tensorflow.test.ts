/** TensorFlow, online: the default base image and PyPI. */
import assert from 'node:assert/strict';
import { build, type Folder, fixture, make, scaffold } from './folder.ts';
import { FLOAT_PRECISION, predict, predictByABLInfer } from './predict.ts';
import { bytesBeside, TWO_MEGABYTES } from './size.ts';

const MODELS = [
  'digits.keras',
  'digits.h5',
  'digits_keras2.h5',
  'digits_savedmodel',
  'two_inputs.keras',
];

for (const model of MODELS) {
  describe(`a TensorFlow image of ${model}`, () => {
    let folder: Folder;

    before(async () => {
      folder = await scaffold(model.replace('.', '_'), ['--model', fixture(model)]);
      await build(folder);
    });

    it('predicts what TensorFlow predicts', async () => {
      assert.ok((await predict(folder, model)) <= FLOAT_PRECISION);
    });

    it('predicts the same when ABLInfer dispatches the files through it', async () => {
      assert.ok((await predictByABLInfer(folder, model)) <= FLOAT_PRECISION);
    });

    it('passes its own make test', async () => {
      const tested = await make(folder, 'test');
      assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    });

    it('holds less than 2 MB beside base image, packages and model', async () => {
      assert.ok((await bytesBeside(folder)) < TWO_MEGABYTES);
    });
  });
}
