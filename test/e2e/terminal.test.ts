/** The questions as a person meets them, at a real terminal. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, scaffold } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { Terminal } from './terminal.ts';

/** The questions in their order, as far as a plain ONNX model is asked them. */
const QUESTIONS = [
  'Name',
  'Framework',
  'Framework version',
  'Accelerator',
  'OS flavour',
  'Python',
  'Image name and tag',
  'Further Python requirements',
  'Further system packages',
];

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
    for (const question of QUESTIONS) {
      await asked(question);
      await terminal.type(question === 'Further Python requirements' ? 'humanize==4.12.3' : '');
    }
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
    assert.match(task, /^FILL IN/);
  });
});
