/** The questions as a person meets them, at a real terminal. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, scaffold } from './folder.ts';
import { folderForYo, giveToYo, installed } from './installed.ts';
import { REPOSITORY, temporaryFolder } from './places.ts';
import { Terminal } from './terminal.ts';

/** The questions in their order. */
const QUESTIONS = ['Name', 'What goes in', 'What comes out', 'The rest follows'];

const BIN = join(REPOSITORY, 'dist/bin/ml-image.cjs');

/** `yo` beside the installed package, at home in a folder of its own, where it keeps notes. */
async function yo(): Promise<string[]> {
  const home = await folderForYo(`home-${randomUUID()}`);
  const program = join(await installed(), 'node_modules/.bin/yo');
  return ['env', `HOME=${home}`, `XDG_CONFIG_HOME=${home}`, program];
}

describe('at a terminal', () => {
  let terminal: Terminal;
  let cwd: string;

  afterEach(() => terminal.close());

  async function start(...args: string[]): Promise<void> {
    terminal = await Terminal.open(cwd, args);
  }

  /** Waits until a question is the one that is asked. */
  const asked = (question: string): Promise<string> =>
    terminal.shows(new RegExp(`^\\? ${question}\\b[^\\n]*$(?![^]*^\\?)`, 'm'));

  it('a person who mistypes the path once gets a folder by the questions', async () => {
    cwd = temporaryFolder();
    await start();
    await asked('Model');
    await terminal.type('nothing.onnx');
    const told = await terminal.shows(/^> /m);
    assert.match(told, /^> there is no model at "[^"\n]*\/nothing\.onnx"[^\n]*$/m);
    await terminal.press('C-u');
    await terminal.type(fixture('linear.onnx'));
    assert.match(await asked('Name'), /^ +model +an ONNX file/m);
    for (const question of QUESTIONS.slice(0, -1)) {
      await asked(question);
      await terminal.type('');
    }
    assert.match(await asked('The rest follows'), /framework +onnxruntime/);
    // The list ends with pip and system: pip is the last but one.
    for (const key of ['Up', 'Up', 'Space', 'Enter']) await terminal.press(key);
    await asked('Further Python requirements');
    await terminal.type('humanize==4.12.3');
    assert.match(await terminal.shows(/^ended with/m), /^ended with 0$/m);
    assert.deepEqual(readdirSync(cwd), ['linear']);
    assert.ok(readdirSync(join(cwd, 'linear')).includes('Dockerfile'));
    assert.deepEqual(readdirSync(join(cwd, 'linear/model')), ['linear.onnx']);
    assert.match(readFileSync(join(cwd, 'linear/requirements.txt'), 'utf8'), /^humanize==4/m);
  });

  for (const [when, answers] of Object.entries({
    'the first question': [],
    'a choice': [fixture('linear.onnx'), 'digits'],
  })) {
    it(`Ctrl-C at ${when} leaves nothing behind and ends with 130`, async () => {
      cwd = temporaryFolder();
      await start();
      for (const [at, answer] of answers.entries()) {
        await asked(['Model', ...QUESTIONS][at] as string);
        await terminal.type(answer);
      }
      await asked(['Model', ...QUESTIONS][answers.length] as string);
      await terminal.press('C-c');
      const screen = await terminal.shows(/^ended with/m);
      assert.match(screen, /^ml-image: stopped; nothing was written\nended with 130$/m);
      assert.deepEqual(readdirSync(cwd), []);
    });
  }

  for (const [when, questions] of Object.entries({
    'the first question': ['Model'],
    'a later question': ['Model', 'Name'],
  })) {
    it(`Ctrl-C at ${when} does the same under yo`, async () => {
      cwd = await folderForYo(`ctrl-c-${questions.length}`);
      terminal = await Terminal.open(cwd, ['ml-image'], await yo());
      for (const question of questions.slice(0, -1)) {
        await asked(question);
        await terminal.type('');
      }
      await asked(questions.at(-1) as string);
      await terminal.press('C-c');
      const screen = await terminal.shows(/^ended with/m);
      assert.match(screen, /^stopped; nothing was written\nended with 130$/m);
      assert.deepEqual(readdirSync(cwd), []);
    });
  }

  it('Ctrl-C under yo leaves a folder as it is', async () => {
    cwd = await folderForYo('ctrl-c-changes');
    const { path } = await scaffold('unchanged', ['--model', fixture('linear.onnx')]);
    cpSync(path, join(cwd, 'unchanged'), { recursive: true });
    giveToYo(join(cwd, 'unchanged'));
    const before = readFileSync(join(cwd, 'unchanged/.yo-rc.json'), 'utf8');
    terminal = await Terminal.open(
      join(cwd, 'unchanged'),
      ['ml-image:pip', 'humanize'],
      await yo(),
    );
    await asked('Write these changes');
    await terminal.press('C-c');
    assert.match(
      await terminal.shows(/^ended with/m),
      /^stopped; nothing was written\nended with 130$/m,
    );
    assert.equal(readFileSync(join(cwd, 'unchanged/.yo-rc.json'), 'utf8'), before);
  });

  it('asks where a person sees it, where stdout goes into a file', async () => {
    ({ path: cwd } = await scaffold('logged', ['--model', fixture('linear.onnx')]));
    const shell = ['sh', '-c', '"$@" > log.txt', 'sh', process.execPath, BIN];
    terminal = await Terminal.open(cwd, ['pip', 'humanize'], shell);
    await asked('Write these changes');
    await terminal.press('Enter');
    assert.match(await terminal.shows(/^ended with/m), /^ended with 0$/m);
    assert.match(readFileSync(join(cwd, 'requirements.txt'), 'utf8'), /^humanize$/m);
    assert.doesNotMatch(readFileSync(join(cwd, 'log.txt'), 'utf8'), /Write these changes/);
  });

  it('pip asks again where the answer is no requirement', async () => {
    ({ path: cwd } = await scaffold('again', ['--model', fixture('linear.onnx')]));
    await start('pip');
    await asked('Python requirements');
    await terminal.type('a!!');
    assert.match(await terminal.shows(/^> /m), /^> 'a!!' is not a Python requirement/m);
    await terminal.press('C-u');
    await terminal.type('humanize');
    await asked('Write these changes');
    await terminal.press('C-c');
    assert.match(await terminal.shows(/^ended with/m), /^ended with 130$/m);
  });

  it('pip without arguments asks, and adds what was answered', async () => {
    ({ path: cwd } = await scaffold('asked', ['--model', fixture('linear.onnx')]));
    await start('pip');
    await asked('Python requirements');
    await terminal.type('humanize==4.12.3, tabulate');
    assert.match(await asked('Write these changes'), /^ *requirements\.txt +changed$/m);
    await terminal.press('Enter');
    assert.match(await terminal.shows(/^ended with/m), /^ended with 0$/m);
    const requirements = readFileSync(join(cwd, 'requirements.txt'), 'utf8');
    assert.match(requirements, /^humanize==4\.12\.3\ntabulate$/m);
  });

  it('spec without flags asks for what the model is, and keeps what is left open', async () => {
    ({ path: cwd } = await scaffold('described', ['--model', fixture('linear.onnx')]));
    await start('spec');
    const answers = ['', 'finds lines', 'Brain', '', '', 'CT', '', '', 'Ada, Bob', ''];
    const questions = [
      ...['The model', 'What the model is for', 'The organ', 'What the model does'],
      ...['How far it is', 'What the data comes from', 'The model', 'Website', 'Maintainers'],
      'What to cite',
    ];
    for (const [at, question] of questions.entries()) {
      await asked(question);
      await terminal.type(answers[at] as string);
    }
    await asked('Write these changes');
    await terminal.press('Enter');
    assert.match(await terminal.shows(/^ended with/m), /^ended with 0$/m);
    const spec = JSON.parse(readFileSync(join(cwd, 'model-spec.json'), 'utf8'));
    const { organ, description, modality, maintainers, task } = spec;
    assert.deepEqual(
      { organ, description, modality, maintainers },
      { organ: 'Brain', description: 'finds lines', modality: 'CT', maintainers: ['Ada', 'Bob'] },
    );
    assert.equal(task, 'prediction');
  });
});
