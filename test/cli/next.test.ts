/** What is printed after a scaffold: the next steps, the first one first. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from './command.ts';

const MODELS = resolve('test/fixtures/models');

describe('the next steps', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'next-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  async function nextAfter(model: string): Promise<string> {
    const command = new Command();
    const status = await command.run(root, [join(MODELS, model), 'folder', '--yes', '--name', 'x']);
    assert.equal(status, 0, command.err);
    assert.doesNotMatch(command.err, /The model needs/);
    return command.out.slice(command.out.indexOf('Next:'));
  }

  it('begin with a class that is still to be written', async () => {
    for (const [model, line] of [
      ['state_dict.pt', 'bring the nn.Module class: a state_dict holds weights only'],
    ] as const) {
      const text = await nextAfter(model);
      assert.match(text, /^Next:\n {2}cd folder\n {2}edit model\.py {7}bring /);
      assert.ok(text.includes(`  edit model.py       ${line}\n`), text);
    }
  });

  it('do not name one where the file has all', async () => {
    assert.doesNotMatch(await nextAfter('torchscript.pt'), /edit model\.py/);
  });
});
