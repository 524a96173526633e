import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import helpers from 'yeoman-test';
import App from '../../generators/app/index.ts';
import { main, type Shell } from '../../src/cli/main.ts';
import { quietly } from './entry-points.ts';

const MODEL = fileURLToPath(new URL('../fixtures/models/digits.keras', import.meta.url));

/** Every file of a folder with its text. */
function texts(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.sort().map((name) => [name.slice(folder.length), readFileSync(name, 'latin1')]),
  );
}

/** Runs the generator in a folder, and gives what it asked. */
function yeoman(cwd: string, options: object, answers: object = {}, args: string[] = []) {
  const context = helpers
    .create(App, { namespace: 'ml-image:app', resolved: 'unused' }, { cwd })
    .cd(cwd)
    .withArguments(args)
    .withOptions(options)
    .withAnswers(answers);
  return quietly(async () => {
    const result = await context.run();
    return result.askedQuestions;
  });
}

describe('yo ml-image', function () {
  this.timeout(30_000);
  let cwd: string;
  const place = process.cwd();
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-yo-'));
    copyFileSync(MODEL, join(cwd, 'digits.keras'));
  });
  afterEach(() => {
    // yeoman-test moves the whole process into the folder.
    process.chdir(place);
    rmSync(cwd, { recursive: true, force: true });
  });

  it('knows a word behind a switch for an argument, as yo hands it on', async () => {
    await yeoman(cwd, { model: 'digits.keras', yes: 'out' });
    await yeoman(cwd, { model: 'digits.keras', y: 'short' });
    assert.deepEqual(readdirSync(cwd).sort(), ['digits.keras', 'out', 'short']);
  });

  it('makes the very folder that the bin makes', async () => {
    const place = join(cwd, 'yo');
    const other = join(cwd, 'bin');
    for (const folder of [place, other]) {
      const { mkdirSync } = await import('node:fs');
      mkdirSync(folder);
      copyFileSync(MODEL, join(folder, 'digits.keras'));
    }
    await yeoman(place, { model: 'digits.keras', yes: true, pip: ['pandas>=2.2,<3'] }, {}, ['out']);
    const shell: Shell = {
      cwd: other,
      out: () => {},
      err: () => {},
      interactive: false,
      outIsTerminal: false,
      errIsTerminal: false,
    };
    const argv = ['out', '--model=digits.keras', '--yes', '--pip=pandas>=2.2,<3'];
    assert.equal(await main(argv, shell), 0);
    assert.deepEqual(texts(join(place, 'out')), texts(join(other, 'out')));
  });

  it('asks for the model first, and takes the answers', async () => {
    const asked = await yeoman(
      cwd,
      { ask: true },
      {
        ...{
          model: 'digits.keras',
          name: 'asked',
          os: 'ubuntu',
          python: '3.12',
          image: 'lab/asked:1',
        },
        change: ['os', 'python', 'image'],
        inputType: ':.png',
      },
      ['asked'],
    );
    const names = asked.map(({ name }) => name);
    const several = ['change', 'os', 'python', 'image'];
    assert.deepEqual(names, ['model', 'name', 'inputType', 'outputType', ...several]);
    const spec = JSON.parse(readFileSync(join(cwd, 'asked/model-spec.json'), 'utf8'));
    assert.equal(spec.inputs.input.extension, '.png');
    const store = JSON.parse(readFileSync(join(cwd, 'asked/.yo-rc.json'), 'utf8'));
    const { name, os, python, image, framework } = store['generator-ml-image'];
    assert.deepEqual(
      { name, os, python, image, framework },
      {
        name: 'asked',
        os: 'ubuntu',
        python: '3.12',
        image: 'lab/asked:1',
        framework: 'tensorflow',
      },
    );
  });

  it('refuses with one line and writes nothing', async () => {
    const running = yeoman(cwd, { model: 'digits.keras', yes: true, os: 'alpine' });
    await assert.rejects(running, {
      message: 'TensorFlow has no build for the musl C library of Alpine; use --os debian',
      code: 1,
    });
    assert.deepEqual(readdirSync(cwd), ['digits.keras']);
  });

  it('writes nothing with --dry-run', async () => {
    await yeoman(cwd, { model: 'digits.keras', yes: true, 'dry-run': true });
    assert.equal(existsSync(join(cwd, 'digits')), false);
  });
});
