import assert from 'node:assert/strict';
import { migrate } from '../../src/config/migrate.ts';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';

const FIRST = Object.freeze({ os: 'debian', schemaVersion: 1, pip: Object.freeze(['numpy']) });

describe('answers of an older form', () => {
  it('get what is new with its default, behind what they had', () => {
    const now = migrate(FIRST, 1);
    assert.deepEqual(Object.entries(now), [
      ['os', 'debian'],
      ['schemaVersion', 2],
      ['pip', ['numpy']],
      ['platform', null],
      ['specAlso', []],
    ]);
  });

  it('stay untouched themselves', () => {
    assert.deepEqual(Object.keys(FIRST), ['os', 'schemaVersion', 'pip']);
    migrate(FIRST, 1);
    assert.equal(FIRST.schemaVersion, 1);
  });

  it('keep what a person wrote ahead of the form', () => {
    assert.equal(migrate({ ...FIRST, platform: 'linux/arm64' }, 1).platform, 'linux/arm64');
  });

  it('lead from every form to the newest', () => {
    for (let version = 1; version <= SCHEMA_VERSION; version++) {
      assert.equal(migrate({ schemaVersion: version }, version).schemaVersion, SCHEMA_VERSION);
    }
  });

  it('of the newest form are as they were', () => {
    const values = { schemaVersion: SCHEMA_VERSION, os: 'alpine' };
    assert.deepEqual(migrate(values, SCHEMA_VERSION), values);
  });
});
