import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { UserError } from '../../src/core/errors.ts';
import { type Disk, explainError, realDisk } from '../../src/folder/disk.ts';
import { findUnfinished, isInterrupted, recover } from '../../src/folder/recover.ts';
import { isLocked, takeLock } from '../../src/folder/run-lock.ts';
import { emptyFolder, removeFolders, run } from './folders.ts';
import { rendered } from './memory.ts';

/** No process has this number: Linux gives at most 2^22. */
const DEAD = 2 ** 30;

describe('the lock of an image folder', () => {
  let root: string;
  let lock: string;
  beforeEach(() => {
    root = emptyFolder();
    fs.mkdirSync(join(root, '.ml-image'));
    lock = join(root, '.ml-image/lock');
  });
  afterEach(removeFolders);

  const hold = (holder: object) => fs.symlinkSync(JSON.stringify(holder), lock);

  it('is one process’s until it is released', () => {
    const first = takeLock(realDisk, root);
    assert.ok(first.held() && isLocked(realDisk, root));
    assert.throws(() => takeLock(realDisk, root), {
      name: 'UserError',
      line: new RegExp(`^process ${process.pid} on .* is at work in .*; wait until it ends`),
    });
    first.release();
    assert.ok(!isLocked(realDisk, root));
    takeLock(realDisk, root).release();
    assert.deepEqual(fs.readdirSync(join(root, '.ml-image')), []);
  });

  const stale: [string, object][] = [
    ['of a process that is gone', { pid: DEAD, host: hostname(), began: null }],
    ['whose number another process has now', { pid: process.pid, host: hostname(), began: '1' }],
    ['that says nothing', {}],
  ];
  for (const [what, holder] of stale)
    it(`${what} is taken over`, () => {
      hold(holder);
      assert.ok(!isLocked(realDisk, root));
      assert.ok(takeLock(realDisk, root).held());
      assert.deepEqual(fs.readdirSync(join(root, '.ml-image')), ['lock']);
    });

  it('of another machine is left to the person', () => {
    hold({ pid: DEAD, host: 'elsewhere', began: null });
    assert.throws(
      () => takeLock(realDisk, root),
      /process \d+ on elsewhere .*delete \.ml-image\/lock/,
    );
  });

  it('is named by its path where the disk refuses it', () => {
    const readOnly: Disk = {
      ...realDisk,
      symlinkSync(text, path) {
        const error = new Error('EROFS: read-only file system, symlink');
        throw Object.assign(error, { code: 'EROFS', path: text, dest: path });
      },
    };
    let refused: unknown;
    try {
      takeLock(readOnly, root);
    } catch (error) {
      refused = explainError(error, 'nothing was changed');
    }
    assert.equal(
      (refused as UserError).line,
      `cannot write ${lock}: the disk is mounted read-only; nothing was changed`,
    );
  });

  it('is a file where there are no links', () => {
    const symlinkSync: Disk['symlinkSync'] = () => {
      throw Object.assign(new Error('no links'), { code: 'EPERM' });
    };
    const disk: Disk = { ...fs, symlinkSync };
    const first = takeLock(disk, root);
    assert.ok(fs.lstatSync(lock).isFile() && isLocked(realDisk, root));
    assert.throws(() => takeLock(disk, root), /is at work/);
    first.release();
  });

  it('that was put in another’s place is noticed', () => {
    const first = takeLock(realDisk, root);
    fs.rmSync(lock);
    hold({ pid: DEAD, host: hostname(), began: null });
    assert.ok(!first.held());
    first.release();
    assert.ok(fs.lstatSync(lock).isSymbolicLink());
  });

  it('keeps a second run out, and tells --check that nothing was interrupted', async () => {
    const first = takeLock(realDisk, root);
    assert.equal(isInterrupted(root), false);
    assert.throws(() => recover(root), /is at work/);
    await assert.rejects(run(root, [rendered('Dockerfile', '')]), /is at work/);
    assert.deepEqual(fs.readdirSync(join(root, '.ml-image')), ['lock']);
    first.release();
  });

  it('of a dead run is what a killed run leaves first', () => {
    hold({ pid: DEAD, host: hostname(), began: null });
    assert.equal(isInterrupted(root), true);
    assert.equal(recover(root).outcome, 'nothing');
    assert.deepEqual(fs.readdirSync(root), []);
  });

  it('is put right where a process was killed while it took one over', () => {
    fs.symlinkSync(JSON.stringify({ pid: DEAD, host: hostname(), began: null }), `${lock}.dead`);
    assert.equal(isInterrupted(root), true);
    assert.equal(recover(root).outcome, 'nothing');
    assert.equal(isInterrupted(root), false);
    assert.deepEqual(fs.readdirSync(root), []);
  });

  it('of another machine may be that of a run that was killed', () => {
    hold({ pid: DEAD, host: 'elsewhere', began: null });
    assert.deepEqual(findUnfinished(root), {
      atWork: 'maybe',
      who: `process ${DEAD} on elsewhere`,
      halfWay: false,
    });
    assert.equal(isInterrupted(root), true);
  });

  it('that is a folder is told in one line', () => {
    fs.mkdirSync(lock);
    for (const act of [() => findUnfinished(root), () => recover(root)])
      assert.throws(act, { name: 'UserError', line: /lock is a folder, .*; delete it$/ });
  });
});
