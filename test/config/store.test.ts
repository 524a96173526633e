import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDefaults, findRoot } from '../../src/config/store.ts';

describe('stored answers', () => {
  let root: string;
  const store = (folder: string, ours: unknown) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(
      join(root, folder, '.yo-rc.json'),
      JSON.stringify({ 'generator-ml-image': ours, other: 1 }),
    );
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ml-image-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('a team’s defaults are found from below, the nearest first', () => {
    store('', { defaults: { os: 'debian' } });
    store('team', { defaults: { os: 'ubuntu' } });
    mkdirSync(join(root, 'team/a/b'), { recursive: true });
    assert.deepEqual(findDefaults(join(root, 'team/a/b')), {
      values: { os: 'ubuntu' },
      from: join(root, 'team/.yo-rc.json'),
    });
  });

  it('defaults may be looked for from a folder that does not exist yet', () => {
    store('', { defaults: { os: 'ubuntu' } });
    assert.equal(findDefaults(join(root, 'new/folder'))?.values.os, 'ubuntu');
  });

  it('the image folder’s root is where answers are, not only defaults', () => {
    store('', { schemaVersion: 1 });
    store('sub', { defaults: {} });
    assert.equal(findRoot(join(root, 'sub')), root);
  });

  it('what was last rendered is not taken for an image folder', () => {
    store('', { schemaVersion: 1 });
    store('.ml-image/base', { schemaVersion: 1 });
    assert.equal(findRoot(join(root, '.ml-image/base')), root);
  });

  it('broken JSON is named with its file', () => {
    writeFileSync(join(root, '.yo-rc.json'), '{"a": ');
    assert.throws(() => findDefaults(root), /\.yo-rc\.json:1: invalid JSON: /);
  });

  it('defaults that are no object are named with their file', () => {
    store('', { defaults: ['os'] });
    assert.throws(() => findDefaults(root), /\.yo-rc\.json: 'defaults' must be an object/);
  });
});
