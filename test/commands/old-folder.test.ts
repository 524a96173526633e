/**
 * A folder made and edited in any form that the stored answers had (test/fixtures/folders/schema-N,
 * never made anew) must be taken over by every later release. A new form comes with its folder.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { ENTRY_POINTS } from './entry-points.ts';

const folderOf = (form: number) =>
  fileURLToPath(new URL(`../fixtures/folders/schema-${form}`, import.meta.url));

/** Lines that the folder's owner wrote, by file. */
const WRITTEN: Record<string, string[]> = {
  Dockerfile: ['# Mine: what our cluster asks of every image.', 'LABEL org.example.team=imaging'],
  'model.py': ['Mine: our scanner counts from 0 to 4095.'],
  'requirements.txt': ['# Mine: for the report', 'matplotlib'],
  'model-spec.json': ['"organ": "none"'],
};

const answers = (root: string) => readFileSync(join(root, '.yo-rc.json'), 'utf8');

for (const [entry, through] of ENTRY_POINTS) {
  for (let form = 1; form <= SCHEMA_VERSION; form++) {
    it(`a folder of form ${form} keeps every line of its owner through ${entry}`, async () => {
      const root = mkdtempSync(join(tmpdir(), 'ml-image-old-'));
      try {
        cpSync(folderOf(form), root, { recursive: true });
        assert.equal(JSON.parse(answers(root))['generator-ml-image'].schemaVersion, form);
        const { status, error } = await through(root, 'regenerate', [], {
          python: '3.12',
          yes: true,
        });
        assert.ok([0, 3].includes(status), error);
        for (const [file, lines] of Object.entries(WRITTEN)) {
          const text = readFileSync(join(root, file), 'utf8');
          for (const line of lines) assert.ok(text.includes(line), `${file} keeps ${line}`);
        }
      } finally {
        rmSync(root, { recursive: true });
      }
    }).timeout(30_000);
  }

  describe(`a folder of the first form through ${entry}`, function () {
    this.timeout(30_000);
    let root: string;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'ml-image-old-'));
      cpSync(folderOf(1), root, { recursive: true });
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    it('takes a changed answer', async () => {
      const { status, error } = await through(root, 'pip', ['scipy'], { yes: true });
      assert.ok([0, 3].includes(status), error);
      const store = JSON.parse(answers(root));
      assert.deepEqual(store['generator-ml-image'].pip, ['scipy']);
      assert.equal(store['generator-ml-image'].name, 'digits_torch');
      assert.equal(store['generator-ml-image'].schemaVersion, SCHEMA_VERSION);
    });

    it('is drift for --check, which leaves it as it is, until a command has written', async () => {
      const before = answers(root);
      assert.equal((await through(root, 'regenerate', [], { check: true })).status, 2);
      assert.equal(answers(root), before);
      assert.equal((await through(root, 'regenerate', [], { yes: true })).status, 0);
      assert.equal((await through(root, 'regenerate', [], { check: true })).status, 0);
    });

    it('keeps the order and the form that its owner gave the answers', async () => {
      const store = JSON.parse(answers(root))['generator-ml-image'];
      const { os, schemaVersion, ...rest } = store;
      const mine = { other: { a: 1 }, 'generator-ml-image': { os, schemaVersion, ...rest } };
      writeFileSync(join(root, '.yo-rc.json'), JSON.stringify(mine, null, '\t'));
      const { status } = await through(root, 'regenerate', [], { yes: true });
      assert.equal(status, 0);
      const now = { os, schemaVersion: SCHEMA_VERSION, ...rest, platform: null, specAlso: [] };
      const expected = { other: { a: 1 }, 'generator-ml-image': now };
      assert.equal(answers(root), JSON.stringify(expected, null, '\t'));
    });

    // Through Yeoman, notes go to the process's own stderr.
    if (entry === 'the bin') {
      it('says in one line that the answers had an older form', async () => {
        const { error } = await through(root, 'regenerate', [], { check: true });
        assert.match(error, /\.yo-rc\.json has the form of an older ml-image \(schemaVersion 1\)/);
      });
    }
  });
}
