/** What a scaffold does with a model that would run code. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { prepareScaffold } from '../../src/pipeline/scaffold.ts';
import type { Prompt } from '../../src/questions/collect.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));
/** Protocol 0: os.system('touch pwned'). */
const DANGEROUS = "cos\nsystem\n(S'touch pwned'\ntR.";

describe('a model that would run code', () => {
  let cwd: string;
  let err: string;
  const run = (...argv: string[]) => {
    err = '';
    return main(argv, {
      cwd,
      out: () => {},
      err: (text) => {
        err += text;
      },
      interactive: false,
      outIsTerminal: false,
      errIsTerminal: false,
    });
  };
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-trust-'));
    writeFileSync(join(cwd, 'evil.pkl'), DANGEROUS);
    copyFileSync(join(MODELS, 'module.pt'), join(cwd, 'module.pt'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('stops the scaffold when it is dangerous, and names the import', async () => {
    assert.equal(await run('--model', 'evil.pkl', '--framework', 'custom', '--yes'), 1);
    assert.match(
      err,
      /^ml-image: the model is dangerous: .*\(os\.system: runs any command\).*--allow-dangerous-model\n$/,
    );
    assert.deepEqual(readdirSync(cwd).sort(), ['evil.pkl', 'module.pt']);
  });

  it('tells a long reason to its end, three of them, and where the rest is', async () => {
    const names = ['a', 'b', 'c', 'd'].map((name) => `${name.repeat(50)}\nNet\n`);
    writeFileSync(join(cwd, 'many.pkl'), `(${names.map((name) => `c${name}`).join('')}l.`);
    assert.equal(await run('--model', 'many.pkl', '--framework', 'custom', '--yes'), 0, err);
    const reason = (letter: string) =>
      `${letter.repeat(50)}.Net: code of ${letter.repeat(50)}, which is not in the list of known packages`;
    const named = ['a', 'b', 'c'].map(reason).join('; ');
    assert.ok(err.includes(`(${named}; and 1 more, which ml-image inspect lists)`), err);
  });

  it('is a path, and an empty one is refused', async () => {
    assert.equal(await run('inspect', ''), 1);
    assert.equal(err, "ml-image: inspect '' is not a path; give the model's file or directory\n");
  });

  it('goes on with --allow-dangerous-model, and the generated README says so', async () => {
    const flags = ['--framework', 'custom', '--allow-dangerous-model', '--yes'];
    assert.equal(await run('--model', 'evil.pkl', ...flags), 0, err);
    assert.match(readFileSync(join(cwd, 'evil/README.md'), 'utf8'), /system/);
    assert.match(err, /allowed by --allow-dangerous-model/);
  });

  it('is shown when it imports what nobody knows, and the generated README says so', async () => {
    assert.equal(await run('--model', 'module.pt', '--yes'), 0, err);
    assert.match(err, /loading the model imports .*digits_net\.DigitsNet/);
    assert.match(readFileSync(join(cwd, 'module/README.md'), 'utf8'), /digits_net\.DigitsNet/);
  });

  it('is asked about at the prompt, and "no" writes nothing', async () => {
    const asked: Prompt[] = [];
    const preparing = prepareScaffold({
      cwd,
      directory: null,
      given: { model: 'module.pt' },
      ask: async (prompt) => {
        asked.push(prompt);
        return prompt.default;
      },
    });
    await assert.rejects(preparing, /stopped: the model is not trusted; nothing was written/);
    const trust = asked.find(({ name }) => name === 'trust');
    assert.match(trust?.message ?? '', /imports .*digits_net\.DigitsNet/);
    assert.equal(trust?.default, 'no');
    assert.deepEqual(readdirSync(cwd).sort(), ['evil.pkl', 'module.pt']);
  });

  it('is never run: not by inspecting, not by scaffolding', async () => {
    await run('inspect', 'evil.pkl');
    await run('--model', 'evil.pkl', '--framework', 'custom', '--allow-dangerous-model', '--yes');
    assert.ok(!readdirSync(cwd).includes('pwned'));
  });
});
