/**
 * A folder made and edited in the first form of the stored answers (test/fixtures/folders/schema-1,
 * never made anew) must be taken over by every later release.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOORS } from './doors.ts';

const OLD = fileURLToPath(new URL('../fixtures/folders/schema-1', import.meta.url));

/** Lines that the folder's owner wrote, by file. */
const WRITTEN: Record<string, string[]> = {
  Dockerfile: ['# Mine: what our cluster asks of every image.', 'LABEL org.example.team=imaging'],
  'model.py': ['Mine: our scanner counts from 0 to 4095.'],
  'requirements.txt': ['# Mine: for the report', 'matplotlib'],
  'model-spec.json': ['"organ": "none"'],
};

for (const [door, through] of DOORS) {
  describe(`a folder of the first form through ${door}`, function () {
    this.timeout(30_000);
    let root: string;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'ml-image-old-'));
      cpSync(OLD, root, { recursive: true });
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    it('is rendered again without losing a line of its owner', async () => {
      const { status, error } = await through(root, 'regenerate', [], { yes: true });
      assert.ok([0, 3].includes(status), error);
      for (const [file, lines] of Object.entries(WRITTEN)) {
        const text = readFileSync(join(root, file), 'utf8');
        for (const line of lines) assert.ok(text.includes(line), `${file} keeps ${line}`);
      }
    });

    it('takes a changed answer', async () => {
      const { status, error } = await through(root, 'pip', ['scipy'], { yes: true });
      assert.ok([0, 3].includes(status), error);
      const store = JSON.parse(readFileSync(join(root, '.yo-rc.json'), 'utf8'));
      assert.deepEqual(store['generator-ml-image'].pip, ['scipy']);
      assert.equal(store['generator-ml-image'].name, 'digits_torch');
    });
  });
}
