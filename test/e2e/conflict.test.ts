/** A file with conflict markers left in it fails loudly in the program that reads it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryDocker } from './engine.ts';
import { type Folder, fixture, mlImage, scaffold } from './folder.ts';
import { run } from './run.ts';

describe('conflict markers that are left', () => {
  let folder: Folder;
  const path = (name: string) => join(folder.path, name);
  const edit = (name: string, from: string, to: string) => {
    const text = readFileSync(path(name), 'utf8');
    assert.ok(text.includes(from), `${name} has ${from}`);
    writeFileSync(path(name), text.replace(from, to));
  };

  before(async () => {
    folder = await scaffold('conflict', [`--model=${fixture('digits_sklearn.onnx')}`]);
    edit('Dockerfile', 'python:3.13-slim-trixie', 'mirror.example.org/python:3.13');
    edit('Makefile', 'TAG ?= 0.1.0', 'TAG ?= mine');
    edit('model-spec.json', '"image_tag": "0.1.0"', '"image_tag": "mine"');
    const flags = ['--python', '3.12', '--image', 'conflict:9.9', '--yes'];
    const changed = await mlImage(['regenerate', ...flags], folder.path);
    assert.equal(changed.status, 3, changed.stderr);
    assert.match(changed.stdout, /Dockerfile:\d+\n/);
    assert.match(changed.stdout, /Makefile:\d+\n/);
    assert.match(changed.stdout, /model-spec\.json:\d+\n/);
  });

  it('stop a build of the Dockerfile', async () => {
    const { status, stderr } = await tryDocker(['build', '--network', 'none', folder.path]);
    assert.notEqual(status, 0);
    assert.match(stderr, /unknown instruction|parse error/i);
  });

  it('stop make', async () => {
    const { status, stderr } = await run('make', ['-n', 'build'], { cwd: folder.path });
    assert.notEqual(status, 0);
    assert.match(stderr, /Makefile:\d+: \*\*\*/);
  });

  it('stop whoever reads the specification', () => {
    assert.throws(() => JSON.parse(readFileSync(path('model-spec.json'), 'utf8')));
  });

  it('stop the next change, with each place named', async () => {
    const again = await mlImage(['regenerate', '--yes'], folder.path);
    assert.equal(again.status, 1);
    for (const name of ['Dockerfile', 'Makefile', 'model-spec.json']) {
      assert.match(again.stderr, new RegExp(`${name}:\\d+`));
    }
  });
});
