import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { storedSchema } from '../scripts/docs/commands-page.ts';
import { PAGES } from '../scripts/docs.ts';
import { view } from '../src/catalog/view.ts';
import { findFault } from '../src/questions/stored-answers.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

describe('docs/', () => {
  for (const [name, text] of Object.entries(PAGES)) {
    it(`${name} is made from the tables of today (else: npm run docs)`, () => {
      assert.equal(read(`../docs/${name}`), text);
    });
  }
});

describe('the schema of the stored answers', () => {
  const validate = new Ajv2020({ strict: false }).compile(storedSchema());
  const example = () =>
    JSON.parse(read('../examples/keras-digits/.yo-rc.json'))['generator-ml-image'];

  it('accepts what the command writes', () => {
    assert.ok(validate(example()), JSON.stringify(validate.errors));
    assert.equal(findFault(example(), view), null);
  });

  it('refuses nothing that the command itself accepts', () => {
    const value = fc.oneof(
      fc.constantFrom('debian', 'cuda', '3.12', '2.21.0', 'a:1', 'lab/a', null, 1, [], ['numpy']),
      fc.string(),
    );
    const keys = Object.keys(example()).filter((key) => key !== 'schemaVersion');
    fc.assert(
      fc.property(fc.constantFrom(...keys), value, (key, wrong) => {
        const changed = { ...example(), [key]: wrong };
        if (findFault(changed, view) === null) {
          assert.ok(validate(changed), `${key}: ${JSON.stringify(wrong)}`);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what is of the wrong kind', () => {
    for (const [key, wrong] of Object.entries({
      os: 'windows',
      pip: 'numpy',
      python: 3,
      extra: 1,
    })) {
      assert.ok(!validate({ ...example(), [key]: wrong }), key);
      assert.deepEqual(findFault({ ...example(), [key]: wrong }, view)?.path, [key]);
    }
  });
});
