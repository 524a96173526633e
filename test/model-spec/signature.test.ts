import assert from 'node:assert/strict';
import type { Tensor } from '../../src/core/model-facts.ts';
import { tensorMismatches } from '../../src/model-spec/signature.ts';

const image: Tensor = { name: 'image', dtype: 'float32', shape: [null, 8, 8] };
const age: Tensor = { name: 'age', dtype: null, shape: null };
const model = { inputs: [image, age], outputs: null };
const found = (tensor: object) => tensorMismatches({ inputs: { scan: { tensor } } }, model);

describe('tensors of a specification beside the model’s', () => {
  const same: [string, object][] = [
    ['the model’s own', image],
    ['a size that the model leaves free', { ...image, shape: [1, 8, 8] }],
    ['less than the model says', { name: 'image', dtype: null, shape: null }],
    ['more than the model says', { name: 'age', dtype: 'int64', shape: [null] }],
    ['a file for model.py alone', { name: 'mask', dtype: null, shape: null }],
    ['no name', { dtype: 'float32' }],
  ];
  for (const [what, tensor] of same) {
    it(`may be ${what}`, () => assert.deepEqual(found(tensor), []));
  }

  it('are named where the model has no such one', () => {
    assert.deepEqual(found({ ...image, name: 'photo' }), [
      'inputs.scan.tensor is photo, which the model does not have (it has image, age); edit it, or use ml-image spec --remove scan',
    ]);
  });

  for (const change of [{ shape: [null, 9, 8] }, { shape: [null, 8] }, { dtype: 'int8' }]) {
    it(`are named where the model denies ${JSON.stringify(change)}`, () => {
      const [line] = found({ ...image, ...change });
      assert.match(
        line ?? '',
        /^inputs\.scan\.tensor is image .*, but the model has image float32 \(\?, 8, 8\); edit it$/,
      );
    });
  }

  it('are not judged where the model’s file says nothing, or the section is none', () => {
    assert.deepEqual(tensorMismatches({ outputs: { o: { tensor: image } } }, model), []);
    assert.deepEqual(tensorMismatches({ inputs: [] }, model), []);
  });
});
