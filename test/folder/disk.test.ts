/** Folders are made one by one; where none can be made, there is an error and no endless loop. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../src/folder/disk.ts';
import { makeFolders } from '../../src/folder/disk.ts';
import { emptyFolder, put, removeFolders } from './folders.ts';

const code = (wanted: string) => (error: NodeJS.ErrnoException) => error.code === wanted;

describe('folders on the way', () => {
  afterEach(removeFolders);

  it('are made, and the topmost new one is told', () => {
    const root = emptyFolder();
    assert.equal(makeFolders(fs, join(root, 'a/b/c')), join(root, 'a'));
    assert.equal(makeFolders(fs, join(root, 'a/b/c')), undefined);
    assert.equal(makeFolders(fs, join(root, 'a/b/d'), 0o700), join(root, 'a/b/d'));
    assert.equal(fs.statSync(join(root, 'a/b/d')).mode & 0o777, 0o700);
    fs.symlinkSync('a', join(root, 'link'));
    assert.equal(makeFolders(fs, join(root, 'link/b')), undefined);
  });

  it('are an error where a file is in the way', () => {
    const root = emptyFolder();
    put(root, { file: 'text' });
    assert.throws(() => makeFolders(fs, join(root, 'file')), code('EEXIST'));
    assert.throws(() => makeFolders(fs, join(root, 'file/a/b')), code('ENOTDIR'));
  });

  it('are an error at once where a folder that is there takes none in', () => {
    const root = emptyFolder();
    let calls = 0;
    const mkdirSync = () => {
      calls += 1;
      throw Object.assign(new Error('no such file or directory'), { code: 'ENOENT' });
    };
    const disk = { ...fs, mkdirSync } as unknown as Disk;
    assert.throws(() => makeFolders(disk, join(root, 'a/b/c')), code('ENOENT'));
    assert.equal(calls, 1);
  });

  it('are taken as they are where another program made them meanwhile', () => {
    const root = emptyFolder();
    const mkdirSync = (path: string) => {
      fs.mkdirSync(path);
      throw Object.assign(new Error('file exists'), { code: 'EEXIST' });
    };
    const disk = { ...fs, mkdirSync } as unknown as Disk;
    assert.equal(makeFolders(disk, join(root, 'a/b')), undefined);
    assert.ok(fs.statSync(join(root, 'a/b')).isDirectory());
  });
});
