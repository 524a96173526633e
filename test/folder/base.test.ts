/** When what stands in `.ml-image/base/` counts as what was rendered last. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { listConflicts } from '../../src/core/change-set.ts';
import { realDisk } from '../../src/folder/disk.ts';
import { parseManifest } from '../../src/folder/manifest.ts';
import { readState } from '../../src/folder/state.ts';
import { emptyFolder, planned, put, removeFolders, run } from './folders.ts';
import { rendered } from './memory.ts';

const FILES = [rendered('Dockerfile', 'FROM a\n'), rendered('Makefile', 'build:\n')];
const HASH = /"sha256": "[0-9a-f]{64}"/g;

/** A folder whose manifest has a wrong hash for every file, as after a bad merge of it. */
async function spoilt(): Promise<string> {
  const root = emptyFolder();
  await run(root, FILES);
  const manifest = join(root, '.ml-image/manifest.json');
  const text = fs.readFileSync(manifest, 'utf8');
  fs.writeFileSync(manifest, text.replace(HASH, `"sha256": "${'0'.repeat(64)}"`));
  return root;
}

describe('the base of a file', () => {
  afterEach(removeFolders);

  it('counts where it is the very text that is rendered now, whatever hash the manifest has', async () => {
    const root = await spoilt();
    put(root, { Dockerfile: 'FROM mine\n' });
    assert.equal(readState(root, FILES).base.files[0]?.text, 'FROM a\n');
    assert.deepEqual(
      planned(root, FILES).changes.map(({ action }) => action),
      ['unchanged', 'unchanged'],
    );
  });

  it('is lost where neither holds, so that an edited file is never written over', async () => {
    const root = await spoilt();
    put(root, { Dockerfile: 'FROM mine\n' });
    const next = [rendered('Dockerfile', 'FROM b\n'), FILES[1] as (typeof FILES)[0]];
    assert.equal(readState(root, next).base.files[0]?.text, null);
    assert.deepEqual(listConflicts(planned(root, next)), [{ path: 'Dockerfile', line: 1 }]);
  });

  it('is read without its hash nowhere but there', async () => {
    const root = await spoilt();
    assert.deepEqual(
      readState(root, [], realDisk).base.files.map(({ text }) => text),
      [null, null],
    );
  });

  it('gets its right hash with the next run that writes', async () => {
    const root = await spoilt();
    await run(root, [FILES[0] as (typeof FILES)[0], rendered('Makefile', 'test:\n')]);
    const { files } = parseManifest(fs.readFileSync(join(root, '.ml-image/manifest.json'), 'utf8'));
    assert.ok(files.every(({ sha256 }) => sha256 !== '0'.repeat(64)));
  });
});
