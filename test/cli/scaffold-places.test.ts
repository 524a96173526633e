/** `ml-image [MODEL] [DIRECTORY]`: which word is the model, and which the new directory. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLoneModel } from '../../src/pipeline/lone-model.ts';
import { Command } from './command.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

describe('the words of a scaffold', () => {
  let cwd: string;
  const command = new Command();
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-places-'));
    copyFileSync(join(MODELS, 'digits.keras'), join(cwd, 'digits.keras'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  const made = (folder: string) => existsSync(join(cwd, folder, 'Dockerfile'));
  const run = (...argv: string[]) => command.run(cwd, [...argv, '--yes']);

  it('take a file as the model', async () => {
    assert.equal(await run('digits.keras'), 0, command.err);
    assert.ok(made('digits') && existsSync(join(cwd, 'digits/model/digits.keras')));
  });

  it('take a directory with files as the model', async () => {
    cpSync(join(MODELS, 'digits_savedmodel'), join(cwd, 'net'), { recursive: true });
    assert.equal(await run('net', 'here'), 0, command.err);
    assert.ok(made('here') && existsSync(join(cwd, 'here/model/net/saved_model.pb')));
  });

  it('take a second word as the directory', async () => {
    mkdirSync(join(cwd, 'empty'));
    assert.equal(await run('digits.keras', 'empty'), 0, command.err);
    assert.ok(made('empty'));
  });

  it('take one word as the directory where the model has a flag', async () => {
    assert.equal(await run('new', '--model', 'digits.keras'), 0, command.err);
    assert.ok(made('new'));
  });

  it('take a word with a final slash as a directory, whatever it is called', async () => {
    for (const name of ['regenrate', 'net.pt', 'digits-1.2']) {
      const given = name === 'digits-1.2' ? name : `${name}/`;
      assert.equal(await run(given, '--framework', 'custom'), 0, command.err);
      assert.ok(made(name));
    }
  });

  const wrong: [string, string[], RegExp][] = [
    [
      'a mistyped command',
      ['isnpect', 'digits.keras'],
      /'?isnpect'? is neither .* did you mean ml-image inspect\?/,
    ],
    [
      'a mistyped command alone',
      ['regenrate'],
      /did you mean ml-image regenerate\? .* give regenrate\/$/m,
    ],
    [
      'a model that is not there',
      ['gone.keras', 'here'],
      /there is no model at gone\.keras; give the model first/,
    ],
    [
      'a lone model that is not there',
      ['./gone.kers'],
      /there is no model at .* give \.\/gone\.kers\/$/m,
    ],
    ['such a path in a folder', ['/nowhere/net.pt'], /there is no model at \/nowhere\/net\.pt; /],
    ['three words', ['a', 'b', 'c'], /3 paths were given \(a, b, c\); give MODEL and DIRECTORY/],
    ['an image folder', ['folder'], /folder is an image folder already/],
  ];
  for (const [name, argv, line] of wrong)
    it(`refuse ${name} and write nothing`, async () => {
      await run('folder', '--model', 'digits.keras');
      assert.equal(await run(...argv), 1);
      assert.match(command.err, line);
      assert.match(command.err, /^ml-image: [^\n]*\n$/);
      for (const folder of ['here', 'isnpect', 'regenrate', 'gone.kers'])
        assert.ok(!existsSync(join(cwd, folder)), folder);
    });
});

describe('the only model of a folder', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-lone-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  const put = (from: string, to: string) =>
    cpSync(join(MODELS, from), join(cwd, to), { recursive: true });

  it('is found by its content, among files that only have a name', async () => {
    assert.equal(await findLoneModel(cwd), null);
    for (const name of ['train.py', 'notebook.ipynb', 'net.pt', 'scores.csv'])
      writeFileSync(join(cwd, name), '{"cells": []}\n');
    copyFileSync(join(MODELS, 'digits.npy'), join(cwd, 'scan.npy'));
    mkdirSync(join(cwd, 'data'));
    assert.equal(await findLoneModel(cwd), null);
    put('digits.keras', 'best');
    assert.equal(await findLoneModel(cwd), 'best');
    assert.equal(await findLoneModel(join(cwd, 'gone')), null);
  });

  it('may be a directory, and is not offered beside another', async () => {
    put('digits_savedmodel', 'net');
    assert.equal(await findLoneModel(cwd), 'net');
    put('weights.safetensors', 'weights');
    assert.equal(await findLoneModel(cwd), null);
  });

  it('is not the one of an image folder', async () => {
    put('digits.keras', 'digits.keras');
    assert.equal(await new Command().run(cwd, ['digits.keras', '--yes']), 0);
    assert.equal(await findLoneModel(cwd), 'digits.keras');
  });
});
