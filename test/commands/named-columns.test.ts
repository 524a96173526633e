/** A table with named columns in the specification: pandas follows, and mistakes are told. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from '../cli/command.ts';

const MODEL = resolve('test/fixtures/models/digits_sklearn.joblib');

describe('named columns in model-spec.json', () => {
  let root: string;
  const command = new Command();
  const path = (name: string) => join(root, 'x', name);
  const read = (name: string) => readFileSync(path(name), 'utf8');

  /** Sets what the specification says of the input's columns, as a person does by hand. */
  function declare(columns: unknown): void {
    const spec = JSON.parse(read('model-spec.json'));
    Object.assign(Object.values(spec.inputs)[0] as object, { extension: '.csv', columns });
    writeFileSync(path('model-spec.json'), JSON.stringify(spec, null, 2));
  }

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'columns-'));
    assert.equal(await command.run(root, [MODEL, 'x', '--yes']), 0, command.err);
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('need no pandas where there are none', () => {
    assert.doesNotMatch(read('requirements.txt'), /pandas/);
  });

  it('bring pandas at the next regenerate', async () => {
    declare([
      { name: 'age', dtype: 'float64' },
      { name: 'sex', dtype: 'str' },
    ]);
    assert.equal(await command.run(path('.'), ['spec', '--check']), 0, command.err);
    assert.equal(await command.run(path('.'), ['regenerate', '--yes']), 0, command.err);
    assert.match(read('requirements.txt'), /^pandas>=2\.2,<4$/m);
    assert.deepEqual(
      Object.values<{ columns: unknown[] }>(JSON.parse(read('model-spec.json')).inputs)[0]?.columns
        .length,
      2,
    );
  });

  it('are refused by place where they are none', async () => {
    declare([{ dtype: 'str' }]);
    assert.equal(await command.run(path('.'), ['spec', '--check']), 1);
    assert.match(command.out + command.err, /model-spec\.json:\d+: .*columns/);
  });
});
