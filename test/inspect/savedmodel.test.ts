import { deepEqual } from 'node:assert/strict';
import { fixture } from './fixtures.ts';

describe('inspect SavedModel', () => {
  it('reads the TensorFlow version and the serving signature', async () => {
    deepEqual(await fixture('digits_savedmodel'), {
      format: 'tensorflow-savedmodel',
      framework: 'tensorflow',
      frameworkVersion: '2.21.0',
      savedWith: 'TensorFlow 2.21.0',
      inputs: [{ name: 'image', dtype: 'float32', shape: [null, 8, 8] }],
      outputs: [{ name: 'output_0', dtype: 'float32', shape: [null, 10] }],
      needs: [],
      safety: { verdict: 'data-only', imports: [] },
      warnings: [],
    });
  });
});
