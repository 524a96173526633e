/** What `pip` and `system` ask at a terminal, by a made-up person. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../src/cli/arguments.ts';
import { commit } from '../../src/pipeline/commit.ts';
import { scaffold } from '../../src/pipeline/scaffold.ts';
import type { Prompt } from '../../src/questions/collect.ts';

/** Protocol 0: os.system('touch pwned'). */
const DANGEROUS = "cos\nsystem\n(S'touch pwned'\ntR.";

describe('pip and system at a terminal', () => {
  let cwd: string;
  let root: string;
  let asked: Prompt[];
  const answers = () =>
    JSON.parse(readFileSync(join(root, '.yo-rc.json'), 'utf8'))['generator-ml-image'];

  beforeEach(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-asked-'));
    root = join(cwd, 'alp');
    asked = [];
    const given = {
      framework: 'custom',
      os: 'alpine',
      name: 'alp',
      pip: ['scipy', 'pandas>=2,<3'],
    };
    await scaffold({ cwd, directory: 'alp', given, ask: null });
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  /** Runs a command where a person gives these answers, one after the other. */
  const run = (words: string[], texts: string[], place = root) => {
    const args = readArguments(words);
    return args.command.run(args, {
      cwd: place,
      ask: async (prompt) => {
        asked.push(prompt);
        return texts[asked.length - 1] ?? assert.fail(`nobody answers ${prompt.message}`);
      },
      out() {},
      err() {},
      colour: false,
      commit: async (decided) => void (await commit(decided)),
    });
  };
  const verdict = async (text: string) => asked[0]?.validate(text);

  it('says at the prompt what is no requirement, and asks again', async () => {
    assert.equal(await run(['pip'], ['numpy, tqdm', 'yes']), 0);
    assert.deepEqual(answers().pip, ['scipy', 'pandas>=2,<3', 'numpy', 'tqdm']);
    assert.match(String(await verdict('a!!')), /is not a Python requirement/);
    assert.match(String(await verdict('')), /at least one/);
    assert.equal(await verdict('pandas>=2.2,<3, torch'), true);
  });

  it('says at the prompt what is no package of this flavour', async () => {
    assert.equal(await run(['system'], ['libgomp', 'yes']), 0);
    assert.deepEqual(answers().system, ['libgomp']);
    assert.match(String(await verdict('libgomp1')), /is called libgomp by apk/);
    assert.match(String(await verdict('libc6:amd64')), /is not a package name for apk/);
    assert.equal(await verdict('libgomp>13, cmd:bash'), true);
  });

  it('offers the packages of the folder if none was given to remove', async () => {
    assert.equal(await run(['pip', '--remove'], ['pandas>=2,<3', 'yes']), 0);
    assert.deepEqual(answers().pip, ['scipy']);
    assert.deepEqual(
      asked[0]?.choices?.map(({ value }) => value),
      ['scipy', 'pandas>=2,<3'],
    );
    await assert.rejects(run(['pip', '--remove', '--yes'], []), {
      message: 'nothing was given to remove (the folder has scipy)',
      hint: 'write ml-image pip --remove NAME',
    });
  });

  it('asks nothing outside an image folder, nor where nothing is written', async () => {
    await assert.rejects(run(['pip'], [], cwd), /is in no image folder/);
    await assert.rejects(run(['pip', '--dry-run'], []), /nothing was given/);
    const model = join(cwd, 'evil.pkl');
    writeFileSync(model, DANGEROUS);
    await assert.rejects(run(['regenerate', '--dry-run', '--model', model], []), /is dangerous/);
    assert.deepEqual(asked, []);
  });
});
