/** Where a diff is coloured. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { scaffold } from '../../src/pipeline/scaffold.ts';

describe('the diff of --dry-run', () => {
  const { NO_COLOR, TERM } = process.env;
  let cwd: string;
  before(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-colour-'));
    const given = { framework: 'custom', name: 'plain' };
    await scaffold({ cwd, directory: 'plain', given, ask: null });
  });
  afterEach(() => {
    restore('NO_COLOR', NO_COLOR);
    restore('TERM', TERM);
  });
  after(() => rmSync(cwd, { recursive: true }));

  const cases: [string, boolean, NodeJS.ProcessEnv, boolean][] = [
    ['is coloured on a terminal', true, { TERM: 'xterm' }, true],
    ['is coloured where NO_COLOR is empty', true, { TERM: 'xterm', NO_COLOR: '' }, true],
    ['is plain where NO_COLOR is set', true, { TERM: 'xterm', NO_COLOR: '1' }, false],
    ['is plain on a terminal without colours', true, { TERM: 'dumb' }, false],
    ['is plain in a file', false, { TERM: 'xterm' }, false],
  ];
  for (const [title, outIsTerminal, env, coloured] of cases) {
    it(title, async () => {
      restore('NO_COLOR', env.NO_COLOR);
      restore('TERM', env.TERM);
      let out = '';
      const status = await main(['regenerate', '--name', 'other', '--dry-run'], {
        cwd: join(cwd, 'plain'),
        out: (text) => {
          out += text;
        },
        err: () => {},
        interactive: true,
        outIsTerminal,
        errIsTerminal: true,
      });
      assert.equal(status, 0);
      assert.match(out, /\+\+\+ b\/Makefile/);
      assert.equal(out.includes('\x1b['), coloured);
    });
  }
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
