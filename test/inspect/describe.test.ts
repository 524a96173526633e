import { equal } from 'node:assert/strict';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { describeFacts } from '../../src/inspect/describe.ts';

const FACTS: ModelFacts = {
  path: 'export/best',
  format: 'tensorflow-savedmodel',
  framework: 'tensorflow',
  frameworkVersion: '2.21.0',
  savedWith: 'TensorFlow 2.21.0',
  inputs: [
    { name: 'image', dtype: 'float32', shape: [null, 28, 28] },
    { name: 'id', dtype: 'str', shape: null },
  ],
  outputs: [{ name: 'scores', dtype: null, shape: [] }],
  needs: [{ kind: 'package', name: 'keras', specifier: '>=3.11.3', why: 'saved with Keras 3.0.0' }],
  safety: { verdict: 'dangerous', imports: [], reasons: ['TensorFlow operation ReadFile'] },
  warnings: ['First.', 'Second.'],
};

describe('the facts for people', () => {
  it('are aligned, one thing a line', () => {
    equal(
      describeFacts(FACTS),
      `path       export/best
format     TensorFlow SavedModel
framework  tensorflow 2.21.0
saved with TensorFlow 2.21.0
inputs     image  float32  (?, 28, 28)
           id     str      any shape
outputs    scores  ?  ()
needs      package keras>=3.11.3 (saved with Keras 3.0.0)
safety     DANGEROUS: do not load it
           - TensorFlow operation ReadFile
note       First.
           Second.
`,
    );
  });

  it('say what the file does not record', () => {
    const bare: ModelFacts = {
      format: 'unknown',
      framework: null,
      frameworkVersion: null,
      savedWith: null,
      inputs: null,
      outputs: [],
      needs: [],
      safety: { verdict: 'data-only', imports: [] },
      warnings: [],
    };
    equal(
      describeFacts(bare),
      `format     unknown
saved with not recorded
inputs     not recorded
outputs    none
safety     data only: loading it imports nothing
`,
    );
  });

  it('cannot be painted over by text of the file, nor flood the screen', () => {
    const text = describeFacts({
      ...FACTS,
      inputs: Array.from({ length: 30 }, (_, index) => ({
        name: `\u001b[2Jx${index}\u202e\n`,
        dtype: null,
        shape: null,
      })),
    });
    equal(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', '')), false);
    equal(text.split('\n').filter((line) => /x\d/.test(line)).length, 20);
    equal(text.includes('and 10 more'), true);
  });
});
