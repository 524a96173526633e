/** Answers above a folder are taken from directories of the same user alone. Other owners need root to be made. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignOwner } from '../../src/config/owner.ts';
import { findDefaults, findRoot } from '../../src/config/store.ts';

const OTHER = 54321;
const THIRD = 54322;
const ME = process.geteuid?.();

describe('what stands above a folder', () => {
  let root: string;
  let below: string;
  const file = () => join(root, '.yo-rc.json');
  const { SUDO_UID } = process.env;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'ml-image-owner-'));
    below = join(root, 'a/b');
    fs.mkdirSync(below, { recursive: true });
    delete process.env.SUDO_UID;
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
    if (SUDO_UID === undefined) delete process.env.SUDO_UID;
    else process.env.SUDO_UID = SUDO_UID;
  });
  const store = (ours: object, text = JSON.stringify({ 'generator-ml-image': ours })) =>
    fs.writeFileSync(file(), text);

  it('is taken where it is this user’s', () => {
    store({ defaults: { os: 'ubuntu' }, schemaVersion: 1 });
    assert.equal(foreignOwner(root, file()), null);
    assert.equal(findDefaults(below)?.values.os, 'ubuntu');
    assert.equal(findRoot(below), root);
  });

  it('says nothing where there is nothing', () => {
    assert.equal(foreignOwner(root, file()), null);
    assert.equal(foreignOwner(join(root, 'missing'), file()), null);
  });

  const OWNERS: [string, () => void][] = [
    ['the directory', () => fs.chownSync(root, OTHER, OTHER)],
    ['the file', () => fs.chownSync(file(), OTHER, OTHER)],
    [
      'a link to a file of this user',
      () => {
        fs.renameSync(file(), join(root, 'real'));
        fs.symlinkSync('real', file());
        fs.lchownSync(file(), OTHER, OTHER);
      },
    ],
    [
      'the file of a link',
      () => {
        fs.renameSync(file(), join(root, 'real'));
        fs.symlinkSync('real', file());
        fs.chownSync(join(root, 'real'), OTHER, OTHER);
      },
    ],
  ];

  if (ME === 0) {
    for (const [what, give] of OWNERS) {
      it(`is left out where ${what} is another user’s, and one line says so`, () => {
        store({ defaults: { os: 'ubuntu' } });
        give();
        const leftOut: string[] = [];
        assert.equal(findDefaults(below, leftOut), null);
        assert.deepEqual(leftOut, [
          `the defaults in ${file()} are not used: it belongs to another user (uid ${OTHER})`,
        ]);
        assert.equal(findRoot(below), null);
      });

      it(`is refused as the image folder where ${what} is another user’s`, () => {
        store({ schemaVersion: 1 });
        give();
        assert.throws(() => findRoot(below), {
          name: 'UserError',
          line: /^the answers in \S+ are not used: it belongs to another user \(uid 54321\); .*cd \.\.\/\.\. first$/,
        });
        // Who stands in the folder itself has chosen it.
        assert.equal(findRoot(root), root);
      });
    }

    it('that is another’s is not read for its faults', () => {
      store({}, '{"generator-ml-image": ');
      fs.chownSync(file(), OTHER, OTHER);
      const leftOut: string[] = [];
      assert.equal(findDefaults(below, leftOut), null);
      assert.equal(findRoot(below), null);
      assert.deepEqual(leftOut, []);
    });

    it('that is another’s hides no defaults further up', () => {
      store({ defaults: { os: 'ubuntu' } });
      const near = join(root, 'a/.yo-rc.json');
      fs.copyFileSync(file(), near);
      fs.chownSync(near, OTHER, OTHER);
      const leftOut: string[] = [];
      assert.equal(findDefaults(below, leftOut)?.from, file());
      assert.equal(leftOut.length, 1);
    });

    it('and was left by another’s run or lost by another is passed over', () => {
      fs.mkdirSync(join(root, '.ml-image/base'), { recursive: true });
      fs.writeFileSync(join(root, '.ml-image/base/.yo-rc.json'), '{}');
      fs.chownSync(join(root, '.ml-image'), OTHER, OTHER);
      assert.equal(
        findRoot(below, (folder) => folder === root),
        null,
      );
    });

    it('is the user’s own under sudo', () => {
      store({ defaults: { os: 'ubuntu' }, schemaVersion: 1 });
      for (const path of [root, file()]) fs.chownSync(path, OTHER, OTHER);
      process.env.SUDO_UID = String(OTHER);
      assert.equal(findRoot(below), root);
      assert.equal(findDefaults(below)?.from, file());
      for (const wrong of [String(THIRD), '', 'x', '-1', '0x1']) {
        process.env.SUDO_UID = wrong;
        assert.throws(() => findRoot(below), /are not used/);
      }
    });
  } else {
    it('that is root’s is not this user’s', () => {
      assert.match(foreignOwner('/', '/etc') ?? '', /^it belongs to another user \(uid 0\)$/);
    });
  }

  it('is refused in one line where it is no file that ends', () => {
    fs.symlinkSync('/dev/zero', file());
    assert.throws(() => findDefaults(below), { name: 'UserError', line: /it is not a file$/ });
    assert.throws(() => findRoot(below), { name: 'UserError', line: /it is not a file$/ });
  });
});
