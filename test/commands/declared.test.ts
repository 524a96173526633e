import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const models = fileURLToPath(new URL('../fixtures/models/', import.meta.url));

for (const [entry, through] of ENTRY_POINTS) {
  describe(`inputs, outputs and code of a new folder through ${entry}`, () => {
    let cwd: string;
    let root: string;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const make = (model: string, options: Options) =>
      through(cwd, '', ['made'], { yes: true, model: join(models, model), ...options });
    beforeEach(() => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-declared-'));
      root = join(cwd, 'made');
    });
    afterEach(() => rmSync(cwd, { recursive: true }));

    it('names the model’s parts, which README, formats and packages follow', async () => {
      const made = await make('digits.keras', {
        input: 'scan:volume:.nii.gz',
        output: 'digit:.csv',
      });
      assert.deepEqual(made, { status: 0, error: '' });
      const spec = JSON.parse(read('model-spec.json'));
      assert.deepEqual(
        [Object.keys(spec.inputs), Object.keys(spec.outputs)],
        [['scan'], ['digit']],
      );
      assert.deepEqual(spec.order, ['scan', 'digit']);
      assert.equal(spec.inputs.scan.flag, '--scan=');
      assert.deepEqual(spec.inputs.scan.tensor.shape?.length > 0, true);
      assert.match(read('README.md'), /\| `scan` \| `--scan=` \| `\.nii\.gz` \|/);
      assert.match(read('requirements.txt'), /^nibabel/m);
      assert.ok(existsSync(join(root, 'runner/formats/nifti.py')));
      assert.ok(!existsSync(join(root, 'runner/formats/npy.py')));
      assert.equal((await through(root, 'regenerate', [], { check: true })).status, 0);
    });

    it('keeps them over another model, as any edit', async () => {
      await make('digits.keras', { input: 'scan:volume:.npz' });
      const swapped = { yes: true, model: join(models, 'digits2.keras') };
      copyFileSync(join(models, 'digits.keras'), join(cwd, 'digits2.keras'));
      await through(root, 'regenerate', [], { ...swapped, model: join(cwd, 'digits2.keras') });
      assert.deepEqual(Object.keys(JSON.parse(read('model-spec.json')).inputs), ['scan']);
    });

    it('refuses what is no input, and writes nothing', async () => {
      const made = await make('digits.keras', { input: 'a b:volume:.npy' });
      assert.equal(made.status, 1);
      assert.match(made.error, /^--input 'a b:volume:\.npy': 'a b' is not a Python identifier/);
      assert.ok(!existsSync(root));
    });

    it('copies code into src/, each under its name', async () => {
      mkdirSync(join(cwd, 'blocks'));
      writeFileSync(join(cwd, 'blocks/__init__.py'), 'A = 1');
      writeFileSync(join(cwd, 'table.csv'), 'a');
      const made = await make('digits.keras', { code: ['blocks', 'table.csv'] });
      assert.deepEqual(made, { status: 0, error: '' });
      assert.deepEqual(readdirSync(join(root, 'src')).sort(), ['blocks', 'table.csv']);
      assert.equal(read('src/blocks/__init__.py'), 'A = 1');
      writeFileSync(join(root, 'src/blocks/__init__.py'), 'A = 2');
      assert.equal((await through(root, 'regenerate', [], { check: true })).status, 0);
      await through(root, 'regenerate', [], { yes: true, python: '3.12' });
      assert.equal(read('src/blocks/__init__.py'), 'A = 2');
    });

    it('refuses code that is not there, and two of one name', async () => {
      const gone = await make('digits.keras', { code: 'nowhere.py' });
      assert.match(gone.error, /^--code 'nowhere\.py' is not there; give the path of a module/);
      mkdirSync(join(cwd, 'a'));
      for (const name of ['a/x.py', 'x.py']) writeFileSync(join(cwd, name), '');
      const doubled = await make('digits.keras', { code: ['a/x.py', 'x.py'] });
      assert.match(doubled.error, /^two paths of --code are called x\.py; rename one/);
      assert.ok(!existsSync(root));
    });
  });
}
