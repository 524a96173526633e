import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as api from '../../src/api.ts';

const MODEL = fileURLToPath(new URL('../fixtures/models/digits.keras', import.meta.url));

describe('import from generator-ml-image', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-api-'));
    copyFileSync(MODEL, join(cwd, 'digits.keras'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('inspects, scaffolds and changes, as the command does', async () => {
    const facts = await api.inspectModel(join(cwd, 'digits.keras'));
    assert.equal(facts.format, 'keras');
    const made = await api.scaffold({
      cwd,
      directory: null,
      given: { model: 'digits.keras' },
      ask: null,
    });
    assert.equal(made.root, join(cwd, 'digits'));
    const change = await api.prepareChange({ cwd: made.root, given: { pip: ['scipy'] } });
    assert.match(api.unifiedDiff(change.changes), /^\+scipy$/m);
    assert.doesNotMatch(readFileSync(join(made.root, 'requirements.txt'), 'utf8'), /scipy/);
    await api.commit(change);
    assert.match(readFileSync(join(made.root, 'requirements.txt'), 'utf8'), /^scipy$/m);
  });

  it('fails with errors made for people, and writes nothing', async () => {
    const failing = api.scaffold({ cwd, directory: null, given: { model: 'nope' }, ask: null });
    await assert.rejects(failing, (error) => api.isUserError(error) && error.exitCode === 1);
    assert.ok(!existsSync(join(cwd, 'nope')));
  });
});
