/** `ml-image [MODEL] [DIRECTORY]`: which word is the model, and which the new directory. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLoneModel } from '../../src/inspect/lone-model.ts';
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

  const wrong: [string, string[], RegExp][] = [
    [
      'a mistyped command',
      ['isnpect', 'digits.keras'],
      /'?isnpect'? is neither .* did you mean ml-image inspect\?/,
    ],
    [
      'a mistyped command alone',
      ['regenrate'],
      /did you mean ml-image regenerate\? .* \.\/regenrate/,
    ],
    [
      'a model that is not there',
      ['gone.keras', 'here'],
      /gone\.keras is not there; give the model first/,
    ],
    ['three words', ['a', 'b', 'c'], /3 paths were given \(a, b, c\); give MODEL and DIRECTORY/],
    ['an image folder', ['folder'], /folder is an image folder already/],
  ];
  for (const [name, argv, line] of wrong)
    it(`refuse ${name} and write nothing`, async () => {
      await run('folder', '--model', 'digits.keras');
      assert.equal(await run(...argv), 1);
      assert.match(command.err, line);
      assert.match(command.err, /^ml-image: [^\n]*\n$/);
      assert.ok(!made('here') && !made('isnpect') && !made('regenrate'));
    });
});

describe('the only model of a folder', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-lone-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('is found by its name, or by what its directory holds', () => {
    assert.equal(findLoneModel(cwd), null);
    mkdirSync(join(cwd, 'data'));
    cpSync(join(MODELS, 'digits_savedmodel'), join(cwd, 'net'), { recursive: true });
    assert.equal(findLoneModel(cwd), 'net');
    copyFileSync(join(MODELS, 'digits.keras'), join(cwd, 'digits.keras'));
    assert.equal(findLoneModel(cwd), null);
    assert.equal(findLoneModel(join(cwd, 'gone')), null);
  });
});
