/** The laws of merging, each with 2,000 cases; the test command tries fewer. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from './places.ts';

const CASES = '2000';

describe('the laws of merging', () => {
  it(`hold, each in ${CASES} cases`, () => {
    const env = { ...process.env, PROPERTY_RUNS: CASES, CI: '1' };
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(REPOSITORY, 'scripts/properties.mjs')],
      { env, encoding: 'utf8' },
    );
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(stdout, /\d+ passing/);
    assert.doesNotMatch(stdout, /\d+ pending/);
  });
});
