/** "Point at the model; the rest follows", in a folder that is there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));
const fixture = (name: string) => join(MODELS, name);

/** Of different frameworks, and of formats that bind the release (`export.pt2`, scikit-learn) or need none (tflite). */
const PAIRED = [
  'digits.keras',
  'digits.tflite',
  'torchscript.pt',
  'export.pt2',
  'digits_sklearn.joblib',
  'linear_external.onnx',
  'digits_lightgbm.txt',
];

for (const [entry, through] of ENTRY_POINTS) {
  describe(`the framework of another model through ${entry}`, function () {
    this.timeout(60_000);
    let above: string;
    const root = () => join(above, 'digits');
    const make = async (options: Options) => {
      const made = await through(above, '', ['digits'], { yes: true, ...options });
      assert.deepEqual(made.status, 0, made.error);
    };
    const swap = (model: string, options: Options = {}) =>
      through(root(), 'regenerate', [], { yes: true, model: fixture(model), ...options });
    const answers = () =>
      JSON.parse(readFileSync(join(root(), '.yo-rc.json'), 'utf8'))['generator-ml-image'];
    const everything = () =>
      Object.fromEntries(
        readdirSync(root(), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((name) => [name.slice(root().length), readFileSync(name, 'latin1')]),
      );

    beforeEach(() => {
      above = mkdtempSync(join(tmpdir(), 'ml-image-framework-'));
    });
    afterEach(() => rmSync(above, { recursive: true, force: true }));

    it('follows the model, with the release that a new folder would have, and says so', async () => {
      await make({ model: fixture('torchscript.pt') });
      const { framework, frameworkVersion, python } = answers();
      rmSync(root(), { recursive: true });
      await make({ model: fixture('digits.keras') });
      const { status, error } = await swap('torchscript.pt');
      assert.equal(status, 0, error);
      if (entry === 'the bin')
        assert.match(error, /^note: the framework is pytorch now, as the model file says$/m);
      assert.deepEqual(
        [answers().framework, answers().frameworkVersion, answers().python],
        [framework, frameworkVersion, python],
      );
    });

    it('is the given one where one is given, and then must load the model', async () => {
      await make({ model: fixture('digits.keras') });
      assert.equal((await swap('torchscript.pt', { framework: 'custom' })).status, 0);
      assert.equal(answers().framework, 'custom');
      const { status, error } = await swap('torchscript.pt', { framework: 'xgboost' });
      assert.equal(status, 1);
      assert.match(error, /which XGBoost does not load; use --framework pytorch/);
    });

    it('stays where the person chose one that the model does not name, while it loads the model', async () => {
      await make({ model: fixture('digits.keras'), framework: 'jax' });
      assert.equal((await swap('two_inputs.keras')).status, 0);
      assert.equal(answers().framework, 'jax');
      assert.equal((await swap('torchscript.pt')).status, 0);
      assert.equal(answers().framework, 'pytorch');
    });

    it('stays for a file that may be anything', async () => {
      await make({ model: fixture('digits.keras') });
      const { status, error } = await swap('digits.npy');
      assert.equal(status, 0, error);
      assert.equal(answers().framework, 'tensorflow');
    });

    it('stays with a release that was given, while the framework is the same', async () => {
      await make({ model: fixture('digits.keras'), 'framework-version': '2.20.0' });
      assert.equal((await swap('two_inputs.keras')).status, 0);
      assert.equal(answers().frameworkVersion, '2.20.0');
    });

    for (const first of entry === 'the bin' ? PAIRED : PAIRED.slice(0, 1)) {
      it(`${first}: another model and back gives the first folder again`, async () => {
        await make({ model: fixture(first) });
        const before = everything();
        for (const other of PAIRED.filter((name) => name !== first)) {
          for (const model of [other, first]) {
            const { status, error } = await swap(model);
            assert.equal(status, 0, `${first} -> ${other}, ${model}: ${error}`);
          }
          assert.deepEqual(everything(), before, `${first} -> ${other} -> ${first}`);
        }
      });
    }
  });
}
