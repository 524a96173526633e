import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StoredModel } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { storedModel } from '../../src/pipeline/model.ts';
import { findModelFault } from '../../src/questions/stored-model.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models/', import.meta.url));
const MODEL: StoredModel = {
  file: 'm.keras',
  by: 'copy',
  format: 'keras',
  savedWith: 'Keras 3.15.1',
  inputs: [{ name: 'image', dtype: 'float32', shape: [null, 8] }],
  outputs: null,
  needs: [{ kind: 'package', name: 'keras', specifier: '>=3', why: 'it was saved by it' }],
  safety: { verdict: 'data-only', imports: [] },
  warnings: [],
};

describe('a stored model', () => {
  it('is accepted as inspecting gives it, for every fixture', async () => {
    for (const name of readdirSync(MODELS).filter((file) => !/README|\.bin$/.test(file))) {
      const facts = await inspectModel(`${MODELS}${name}`);
      const model = storedModel({ facts, source: `${MODELS}${name}` }, 'copy');
      assert.equal(findModelFault(model), null, name);
    }
  });

  const faults: [string, unknown, string, RegExp][] = [
    ['a file elsewhere', { file: '../x' }, 'model.file', /is "\.\.\/x", which is not the name/],
    [
      'another way to keep it',
      { by: 'link' },
      'model.by',
      /is "link"; allowed are copy, reference/,
    ],
    ['no source', { by: 'reference' }, 'model', /has no "source", which must be the absolute path/],
    ['an unknown format', { format: 'zip' }, 'model.format', /is "zip"; allowed are .*keras/],
    ['inputs that are no list', { inputs: {} }, 'model.inputs', /must be a list of \{name/],
    [
      'a dtype that is no word',
      { inputs: [MODEL.inputs?.[0], { name: 'b', dtype: 32, shape: null }] },
      'model.inputs',
      /item 2 has the dtype 32; allowed are numpy's names/,
    ],
    [
      'a shape in a text',
      { outputs: [{ name: 'b', dtype: null, shape: '8, 8' }] },
      'model.outputs',
      /item 1 has the shape "8, 8"; allowed is a list of whole numbers/,
    ],
    [
      'a half dimension',
      { outputs: [{ name: 'b', dtype: null, shape: [1.5] }] },
      'model.outputs',
      /has the shape \[1\.5\]/,
    ],
    [
      'a need without its kind',
      { needs: [{ name: 'x' }] },
      'model.needs',
      /a kind that is nothing/,
    ],
    ['a need that is a text', { needs: ['numpy'] }, 'model.needs', /item 1 must be \{kind/],
    ['an unknown verdict', { safety: { verdict: 'ok' } }, 'model.safety', /is "ok"; allowed are/],
    [
      'a dtype that there is not',
      { inputs: [{ name: 'b', dtype: 'flaot32', shape: null }] },
      'model.inputs',
      /has the dtype "flaot32" \(did you mean "float32"\?\); allowed are numpy's names/,
    ],
    [
      'a key of none of its parts',
      { fromat: 'keras' },
      'model.fromat',
      /is not a field of a model \(did you mean "format"\?\); allowed are file, by, source, format/,
    ],
    ['no warnings', { warnings: undefined }, 'model.warnings', /must be a list of strings/],
  ];
  for (const [what, change, path, message] of faults) {
    it(`is refused for ${what}, by the key and what is allowed`, () => {
      const fault = findModelFault({ ...MODEL, ...(change as object) });
      assert.equal(fault?.path.join('.'), path);
      assert.match(fault?.message ?? '', message);
    });
  }

  it('may have a dtype that only its own file knows, as last rendered', () => {
    const model = { ...MODEL, inputs: [{ name: 'a', dtype: 'int8_from_float32', shape: null }] };
    assert.match(findModelFault(model)?.message ?? '', /has the dtype "int8_from_float32"/);
    assert.equal(
      findModelFault(model, () => ({ model })),
      null,
    );
  });
});
