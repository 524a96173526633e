/** How much lands beside a model: what a person has to own. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const models = fileURLToPath(new URL('../fixtures/models/', import.meta.url));
const [, through] = ENTRY_POINTS[0] as (typeof ENTRY_POINTS)[number];

const FOLDERS: Record<string, Options> = {
  'arrays in and out': { model: join(models, 'digits.keras') },
  'volumes in and out': {
    model: join(models, 'torchscript.pt'),
    input: 'scan:.nii.gz',
    output: 'mask:segmentation:.nii.gz',
  },
  'a table': { model: join(models, 'digits_sklearn.joblib'), input: 't:.csv', output: 'y:.csv' },
  'a picture': { model: join(models, 'ball.onnx'), input: 'p:.png', output: 'y:.csv' },
};

describe('what lands beside a model', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-short-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  for (const [what, options] of Object.entries(FOLDERS)) {
    it(`is short, for ${what}`, async () => {
      const made = await through(cwd, '', ['made'], { yes: true, ...options });
      assert.deepEqual(made, { status: 0, error: '' });
      const root = join(cwd, 'made');
      const files = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)));
      const below = (folder: string) => files.filter((file) => file.startsWith(`${folder}/`));
      const beside = files.length - below('.ml-image').length - below('model').length;
      assert.ok(beside <= 25, `${beside} files: ${files.join(' ')}`);
      assert.ok(below('runner').length <= 12, below('runner').join(' '));
      assert.ok(below('.ml-image/base').length <= 12, below('.ml-image/base').join(' '));
      const lines = (name: string) => readFileSync(join(root, name), 'utf8').split('\n').length - 1;
      assert.ok(lines('Dockerfile') <= 75, `Dockerfile: ${lines('Dockerfile')} lines`);
      assert.ok(lines('README.md') <= 80, `README.md: ${lines('README.md')} lines`);
    });
  }
});
