/** The other frameworks, online: each image answers what the model's own library answered. */
import assert from 'node:assert/strict';
import { build, type Folder, fixture, make, scaffold } from './folder.ts';
import { hadolint, ruff } from './linters.ts';
import { FLOAT_PRECISION, predict, predictByABLInfer } from './predict.ts';
import { bytesBeside, TWO_MEGABYTES } from './size.ts';

const MODELS: Record<string, string[]> = {
  'ONNX Runtime': ['linear.onnx', 'linear_external.onnx', 'digits_sklearn.onnx'],
  'scikit-learn': ['digits_sklearn.joblib', 'digits_forest.joblib'],
  XGBoost: ['digits_xgboost.json', 'digits_xgboost.ubj'],
  LightGBM: ['digits_lightgbm.txt'],
  'TensorFlow Lite': ['digits.tflite'],
};

for (const [framework, models] of Object.entries(MODELS)) {
  for (const model of models) {
    describe(`a ${framework} image of ${model}`, () => {
      let folder: Folder;

      before(async () => {
        folder = await scaffold(model.replace('.', '_'), ['--model', fixture(model)]);
        await build(folder);
      });

      it(`predicts what ${framework} predicts`, async () => {
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

      it('has a folder at which hadolint and ruff are silent', async () => {
        await hadolint(folder);
        await ruff(folder);
      });
    });
  }
}
