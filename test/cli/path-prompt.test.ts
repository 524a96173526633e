import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '@inquirer/testing';
import { askPath, completePath } from '../../src/cli/path-prompt.ts';

describe('a path that Tab completes', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-path-'));
    mkdirSync(join(cwd, 'runs/best'), { recursive: true });
    for (const name of ['model.onnx', 'model.pt', '.hidden', 'with blank.pt'])
      writeFileSync(join(cwd, name), '');
    writeFileSync(join(cwd, 'runs/best/net.keras'), '');
    symlinkSync('runs', join(cwd, 'link'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const cases: [string, string, string[]][] = [
    ['ru', 'runs/', []],
    ['runs/', 'runs/best/', []],
    ['runs/best/n', 'runs/best/net.keras', []],
    ['mo', 'model.', ['model.onnx', 'model.pt']],
    ['model.o', 'model.onnx', []],
    ['with', 'with blank.pt', []],
    ['li', 'link/', []],
    ['.h', '.hidden', []],
    ['none', 'none', []],
    ['nowhere/x', 'nowhere/x', []],
  ];
  for (const [text, completed, others] of cases) {
    it(`goes on from ${text}`, () => {
      assert.deepEqual(completePath(text, cwd), { text: completed, others });
    });
  }

  it('goes on from an absolute path', () => {
    assert.equal(completePath(join(cwd, 'ru'), '/').text, join(cwd, 'runs/'));
  });

  it('is asked again where it is wrong, and shows what Tab may mean', async () => {
    const validate = async (text: string) => text === 'model.pt' || `there is no ${text}`;
    const question = { message: 'Model', default: 'none', cwd, validate };
    const { answer, events, getScreen } = await render(askPath, question);
    assert.match(getScreen(), /\? Model \(none\)/);
    events.type('mo');
    events.keypress('tab');
    assert.match(getScreen(), /Model model\.\n.*model\.onnx {2}model\.pt/);
    events.type('zip');
    events.keypress('enter');
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(getScreen(), /there is no model\.zip/);
    for (const _ of 'zip') events.keypress('backspace');
    events.type('pt');
    events.keypress('enter');
    assert.equal(await answer, 'model.pt');
  });
});
