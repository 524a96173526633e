/** TensorFlow, online: the default base image and PyPI. */
import assert from 'node:assert/strict';
import { build, fixture, make, scaffold } from './folder.ts';
import { FLOAT_PRECISION, predict } from './predict.ts';

describe('a TensorFlow image', () => {
  for (const model of ['digits.keras', 'digits.h5', 'digits_savedmodel', 'two_inputs.keras']) {
    it(`predicts from ${model} what TensorFlow predicts, and passes its own tests`, async () => {
      const name = model.replace('.', '_');
      const folder = await scaffold(name, ['--model', fixture(model)]);
      await build(folder);
      assert.ok((await predict(folder, model)) <= FLOAT_PRECISION);
      const tested = await make(folder, 'test');
      assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    });
  }
});
