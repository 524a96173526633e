/** What a failure prints, by the bin or by yo. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RAW } from '../core/hidden.ts';
import { ENTRY_POINTS } from './entry-points.ts';

const NAME = 'a\x1b[2J\x9b\r\n\u00ad\u202e\u2066\u2028\ufeff\u{e0041}z';

for (const [name, run] of ENTRY_POINTS) {
  describe(`a failure through ${name}`, () => {
    let cwd: string;
    beforeEach(() => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-failure-'));
    });
    afterEach(() => rmSync(cwd, { recursive: true }));

    it('is one line that steers no terminal, whatever was typed', async () => {
      for (const [command, words, options] of [
        ['', [NAME, NAME], {}],
        ['', [], { model: NAME }],
        ['', [], { name: NAME }],
        ['regenerate', [NAME], {}],
        ['pip', ['install', NAME], {}],
        ['pip', [], { requirement: NAME }],
        ['lock', [NAME], {}],
      ] as const) {
        const { status, error } = await run(cwd, command, [...words], options);
        assert.equal(status, 1, `${command} ${JSON.stringify(words)}`);
        assert.doesNotMatch(error, RAW);
        assert.match(error, /\S/);
      }
    });
  });
}
