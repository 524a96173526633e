/** What is said of a model.py when the model or the framework becomes another one. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_FORMATS } from '../../src/core/model-facts.ts';
import { formatPhrase } from '../../src/inspect/describe.ts';
import { Command } from './command.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

describe('the word on model.py', function () {
  this.timeout(20_000);
  let above: string;
  let root: string;
  let out: string;
  let err: string;
  const command = new Command();
  const run = async (cwd: string, ...argv: string[]) => {
    const status = await command.run(cwd, argv);
    ({ out, err } = command);
    return status;
  };
  const swap = (...argv: string[]) => run(root, 'regenerate', '--yes', ...argv);
  const code = () => readFileSync(join(root, 'model.py'), 'utf8');
  const append = (text: string) => writeFileSync(join(root, 'model.py'), `${code()}${text}`);
  const model = (name: string) => ['--model', join(MODELS, name)];

  beforeEach(async () => {
    above = mkdtempSync(join(tmpdir(), 'ml-image-code-'));
    root = join(above, 'digits');
    assert.equal(await run(above, 'digits', ...model('digits.keras'), '--yes'), 0, err);
  });
  afterEach(() => rmSync(above, { recursive: true, force: true }));

  it('is none where it was not edited: it follows the model', async () => {
    assert.equal(await swap(...model('torchscript.pt'), '--framework', 'pytorch'), 0, err);
    assert.match(out, /model\.py +changed/);
    assert.match(code(), /torch\.jit/);
    assert.doesNotMatch(err, /model\.py/);
  });

  it('is none where it was deleted', async () => {
    rmSync(join(root, 'model.py'));
    assert.equal(await swap(...model('torchscript.pt'), '--framework', 'pytorch'), 0, err);
    assert.match(out, /model\.py +stays deleted/);
    assert.doesNotMatch(err, /model\.py/);
  });

  it('says that load() must change where it was edited and the format is another one', async () => {
    append('# mine\n');
    assert.equal(await swap(...model('digits_sklearn.onnx'), '--framework', 'onnxruntime'), 0, err);
    const line =
      'note: model.py was written for a Keras archive (.keras) and stays, since you edited it; the new model is an ONNX file: load() must change\n';
    assert.ok(err.includes(line), err);
    assert.match(code(), /\n# mine\n$/);
  });

  it('says so of another framework too, without a new model', async () => {
    append('# mine\n');
    assert.equal(await swap('--framework', 'jax'), 0, err);
    assert.match(
      err,
      /^note: model\.py was written for TensorFlow and stays, .*; the framework is JAX now: load\(\) must change$/m,
    );
  });

  it('is none where both formats are loaded in the same way', async () => {
    append('# mine\n');
    assert.equal(await swap(...model('digits.h5')), 0, err);
    assert.doesNotMatch(err, /model\.py/);
  });

  it('names the tensors that are gone and that the person’s own lines name, and no others', async () => {
    append('\nWANTED = "probabilities"\nIMAGES = "my_image"\n');
    assert.equal(await swap(...model('two_inputs.keras')), 0, err);
    const line = 'note: the new model has no probabilities: look in model.py, where that is used\n';
    assert.ok(err.includes(line), err);
  });

  it('names no tensor where the file names none', async () => {
    append('# mine\n');
    assert.equal(await swap(...model('two_inputs.keras')), 0, err);
    assert.doesNotMatch(err, /the new model has no/);
  });

  it('has a phrase for every format, with its article', () => {
    for (const format of MODEL_FORMATS) {
      assert.match(
        formatPhrase(format),
        /^(an (ONNX|XGBoost|MLflow|nnU-Net|old )|a (?![aeio]|ONNX|XG|ML))/,
      );
    }
  });
});
