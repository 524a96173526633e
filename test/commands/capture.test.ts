import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY_POINTS } from './entry-points.ts';

for (const [entry, through] of ENTRY_POINTS) {
  describe(`a shell session through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    beforeEach(() => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-capture-'));
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    it('takes no package as an argument', async () => {
      const { status, error } = await through(cwd, 'capture', ['humanize'], {});
      assert.equal(status, 1);
      assert.match(
        error,
        /^capture takes no argument \('humanize'\); give options of the engine after --, /,
      );
    });

    it('needs a person, whatever is taken by default', async () => {
      const { status, error } = await through(cwd, 'capture', [], { yes: true });
      assert.equal(status, 1);
      assert.match(
        error,
        /^(capture opens a shell, and there is no terminal here|\S+ is in no image)/,
      );
      assert.doesNotMatch(error, /\n/);
    });
  });
}
