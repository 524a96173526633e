import assert from 'node:assert/strict';
import type { ManifestFile } from '../../src/core/folder-state.ts';
import { shownPath } from '../../src/core/text.ts';
import { formatManifest, parseManifest } from '../../src/folder/manifest.ts';

const HASH = 'a'.repeat(64);
const FILE: ManifestFile = { id: 'build', path: 'Dockerfile', mode: '644', sha256: HASH };
const text = (change: object) =>
  JSON.stringify({ version: 1, files: [FILE], model: [], ...change });

describe('the manifest', () => {
  it('is read as it was written, in order of the paths', () => {
    const other: ManifestFile = { id: 'z', path: '.a', mode: '755', sha256: HASH, gone: true };
    const model = { path: 'model/m', size: 3, sample: HASH };
    const written = formatManifest([FILE, other], [model]);
    assert.deepEqual(parseManifest(written), { version: 1, files: [other, FILE], model: [model] });
  });

  const bad: [string, string, RegExp][] = [
    ['is no JSON', '{', /is damaged \(it is not JSON\): take it back from version control/],
    ['is no object', '[]', /is damaged/],
    ['is of a newer generator', text({ version: 2 }), /has version 2.*update generator-ml-image/],
    ['has no version', text({ version: 'x' }), /"version" is not 1/],
    [
      'has an entry without hash',
      text({ files: [{ ...FILE, sha256: 'x' }] }),
      /an entry of "files"/,
    ],
    [
      'names a path twice',
      text({ files: [FILE, { ...FILE, id: 'other' }] }),
      /names Dockerfile twice/,
    ],
    [
      'names a path twice, but for capital letters',
      text({ files: [FILE, { ...FILE, id: 'other', path: 'DOCKERFILE' }] }),
      /names dockerfile twice/,
    ],
    ['names an id twice', text({ files: [FILE, { ...FILE, path: 'other' }] }), /names build twice/],
    [
      'leads outside',
      text({ files: [{ ...FILE, path: '../x' }] }),
      /names \.\.\/x, which may not be written/,
    ],
    [
      'has a model outside of model/',
      text({ model: [{ path: 'x', size: 1, sample: HASH }] }),
      /not in model\//,
    ],
    [
      'has a model that leads outside',
      text({ model: [{ path: 'model/../../x', size: 1, sample: HASH }] }),
      /may not be written/,
    ],
    [
      'has a model of no size',
      text({ model: [{ path: 'model/x', size: 'x', sample: HASH }] }),
      /an entry of "model"/,
    ],
  ];
  for (const [what, given, message] of bad)
    it(`is refused where it ${what}`, () =>
      assert.throws(() => parseManifest(given), { name: 'UserError', line: message }));

  it('names hostile paths without what a terminal would act on', () => {
    assert.equal(shownPath('a b/é.txt'), 'a b/é.txt');
    assert.equal(shownPath('a\u001b[31m\n\u202e'), '"a\\u001b[31m\\n\\u202e"');
  });
});
