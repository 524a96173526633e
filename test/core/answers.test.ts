/** The table of answers: what follows from a row alone, and the config that its types describe. */
import assert from 'node:assert/strict';
import { view } from '../../src/catalog/view.ts';
import { ANSWER_KEYS, type Answers, answersOf, configOf } from '../../src/core/answers.ts';
import { questionFor } from '../../src/questions/table.ts';
import { contextOf } from '../../src/questions/types.ts';

const answers: Answers = {
  specAlso: ['cwl'],
  ...{ model: 'digits.keras', modelBy: 'copy', name: 'digits', framework: 'tensorflow' },
  ...{ frameworkVersion: '2.21.0', accelerator: 'cpu', os: 'debian', python: '3.13' },
  ...{ baseImage: null, image: 'digits:0.1.0', pip: [], system: [], platform: null },
} as Answers;

describe('the table of answers', () => {
  it('gives a config whose keys stand in the order of the rows', () => {
    const config = configOf(answers, null);
    const keys = ANSWER_KEYS.filter((key) => key !== 'model' && key !== 'modelBy');
    assert.deepEqual(Object.keys(config), ['schemaVersion', 'model', ...keys]);
    assert.deepEqual(answersOf(config), { ...answers, model: null });
  });

  it('checks a row of values, and gives its default, with no code of its own', () => {
    const row = questionFor('modelBy');
    const context = contextOf(view, {});
    assert.equal(row.check('reference', context), 'reference');
    assert.throws(() => row.check('link', context), /--model-by 'link' is not offered/);
    assert.deepEqual(row.fallback(context), {
      value: 'copy',
      because: 'the image contains the model',
    });
    assert.deepEqual(row.schema, { enum: ['copy', 'reference'] });
  });

  it('derives the schema of each kind of row', () => {
    assert.deepEqual(questionFor('platform').schema, {
      enum: ['linux/amd64', 'linux/arm64', null],
    });
    assert.deepEqual(questionFor('pip').schema, { type: 'array', items: { type: 'string' } });
    assert.deepEqual(questionFor('baseImage').schema, { type: ['string', 'null'] });
  });

  it('refuses the word for none among others', () => {
    const row = questionFor('specAlso');
    assert.throws(() => row.check('none', contextOf(view, {})), /give it alone/);
  });
});
