import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../src/folder/disk.ts';
import { assertTarget } from '../../src/folder/target.ts';
import { emptyFolder, put, removeFolders, run, snapshot } from './folders.ts';
import { rendered } from './memory.ts';

describe('the place for a new image folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = emptyFolder();
  });
  afterEach(removeFolders);

  const good: [string, Record<string, string>][] = [
    ['does not exist', {}],
    ['does not exist, and neither does the folder above', { 'other/file': '' }],
    [
      'holds only what Git keeps there',
      { 'image/.git/HEAD': 'ref', 'image/.gitignore': '', 'image/.gitattributes': '' },
    ],
    [
      'holds a team’s defaults',
      { 'image/.yo-rc.json': '{"generator-ml-image": {"defaults": {"os": "ubuntu"}}}' },
    ],
    ['holds another generator’s answers', { 'image/.yo-rc.json': '{"generator-other": {"a": 1}}' }],
  ];
  for (const [what, files] of good)
    it(`may be one that ${what}`, () => {
      put(parent, files);
      const before = snapshot(parent);
      assertTarget(join(parent, what.endsWith('above') ? 'a/b/image' : 'image'));
      assert.deepEqual(snapshot(parent), before);
    });

  it('may be an empty folder, or a link to one', () => {
    fs.mkdirSync(join(parent, 'image'));
    fs.symlinkSync('image', join(parent, 'link'));
    assertTarget(join(parent, 'image'));
    assertTarget(join(parent, 'link'));
  });

  const bad: [string, Record<string, string>, RegExp][] = [
    ['is a file', { image: '' }, /image is a file; give a directory that is new or empty/],
    [
      'is not empty',
      { 'image/b': '', 'image/a': '', 'image/.git/x': '' },
      /image is not empty \(a, b\); give/,
    ],
    [
      'holds many files',
      { 'image/1': '', 'image/2': '', 'image/3': '', 'image/4': '' },
      /\(1, 2, 3 and 1 more\)/,
    ],
    [
      'holds answers',
      { 'image/.yo-rc.json': '{"generator-ml-image": {"os": "debian"}}' },
      /not empty \(\.yo-rc\.json\)/,
    ],
    ['holds damaged answers', { 'image/.yo-rc.json': '{' }, /not empty/],
    ['lies below a file', { 'image.txt': '' }, /image\.txt is a file, not a directory/],
  ];
  for (const [what, files, message] of bad)
    it(`may not be one that ${what}`, () => {
      put(parent, files);
      const target = what === 'lies below a file' ? 'image.txt/a/b' : 'image';
      assert.throws(() => assertTarget(join(parent, target)), { name: 'UserError', line: message });
    });

  it('may not be an image folder', async () => {
    await run(join(parent, 'image'), [rendered('Dockerfile', '')]);
    assert.throws(
      () => assertTarget(join(parent, 'image')),
      /is an image folder already; .*ml-image regenerate/,
    );
  });

  it('may not be one in which a run was interrupted', () => {
    put(parent, { 'image/.ml-image/run/new/0': '' });
    assert.throws(() => assertTarget(join(parent, 'image')), /an earlier run was interrupted/);
  });

  it('may not be a link to nothing', () => {
    fs.symlinkSync('nothing', join(parent, 'image'));
    assert.throws(() => assertTarget(join(parent, 'image')), /is a symbolic link to nothing/);
  });

  it('may not have a name that is too long', () => {
    assert.throws(() => assertTarget(join(parent, 'x'.repeat(5000))), /the name is too long/);
  });

  for (const [code, message] of [
    ['EACCES', /does not let you write in it; give another directory/],
    ['EROFS', /is on a disk that is mounted read-only/],
  ] as const)
    it(`may not be where writing ends with ${code}`, () => {
      const accessSync: Disk['accessSync'] = () => {
        throw Object.assign(new Error(code), { code });
      };
      const disk: Disk = { ...fs, accessSync };
      assert.throws(() => assertTarget(join(parent, 'image'), disk), message);
      assert.throws(() => assertTarget(parent, disk), message);
    });
});
