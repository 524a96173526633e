import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Config } from '../../src/core/answers.ts';
import type { Tensor } from '../../src/core/model-facts.ts';
import { buildSpec, openFields } from '../../src/model-spec/build.ts';

function spec(inputs: Tensor[] | null, outputs: Tensor[] | null) {
  const config: Config = {
    schemaVersion: 2,
    model: {
      file: 'm',
      by: 'copy',
      format: 'keras',
      savedWith: null,
      inputs,
      outputs,
      needs: [],
      safety: { verdict: 'data-only', imports: [] },
      warnings: [],
    },
    name: 'digits',
    framework: 'tensorflow',
    frameworkVersion: '2.21.0',
    python: '3.13',
    os: 'debian',
    accelerator: 'cpu',
    baseImage: null,
    image: 'digits:0.1.0',
    pip: [],
    system: [],
    platform: null,
    specAlso: [],
  };
  return buildSpec(config, { name: 'digits', tag: '0.1.0' });
}

const IMAGE: Tensor = { name: 'image', dtype: 'float32', shape: [null, 8, 8, 1] };

describe('the model specification', () => {
  it('calls a single input and output by what they are, and keeps the tensor', () => {
    const { inputs, outputs } = spec([IMAGE], [{ name: 'p', dtype: 'float32', shape: null }]);
    assert.deepEqual(inputs, {
      input: {
        name: 'input',
        description: 'float32 array of shape (any, 8, 8, 1) that the model reads',
        status: 'required',
        flag: '--input=',
        extension: '.npy',
        type: 'volume',
        labelmap: false,
        pre: [],
        tensor: IMAGE,
      },
    });
    assert.equal(outputs.output?.flag, '--output=');
    assert.deepEqual(outputs.output?.post, []);
  });

  it('leaves the flags of the image to it', () => {
    const taken = ['help', 'version', 'spec', 'selftest', 'require-gpu'];
    const { inputs } = spec(
      taken.map((name) => ({ ...IMAGE, name })),
      null,
    );
    assert.deepEqual(Object.keys(inputs), [
      'help_',
      'version_',
      'spec_',
      'selftest_',
      'require_gpu_',
    ]);
  });

  it('calls several by their own names', () => {
    const { inputs } = spec([IMAGE, { ...IMAGE, name: 'serving/mask:0' }], null);
    assert.deepEqual(Object.keys(inputs), ['image', 'serving_mask']);
  });

  it('keeps clear of names that the entrypoint has itself', () => {
    const { inputs } = spec([IMAGE, { ...IMAGE, name: 'help' }], null);
    assert.deepEqual(Object.keys(inputs), ['image', 'help_']);
  });

  it('leaves what only a person knows as marked placeholders', () => {
    assert.deepEqual(openFields(spec(null, null)), [
      'organ',
      'task',
      'status',
      'modality',
      'description',
    ]);
  });

  it('has keys that are Python identifiers, unique and all in order, for any names', () => {
    const tensors = fc.array(
      fc.record({
        name: fc.oneof(fc.string(), fc.constantFrom('a', 'a:0', 'A b', '1', '', 'input')),
        dtype: fc.constant(null),
        shape: fc.constant(null),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(tensors, tensors, (inputs, outputs) => {
        const made = spec(inputs, outputs);
        const keys = [...Object.keys(made.inputs), ...Object.keys(made.outputs)];
        assert.equal(keys.length, inputs.length + outputs.length);
        assert.equal(new Set(keys).size, keys.length);
        assert.deepEqual(made.order, keys);
        for (const key of keys) assert.match(key, /^[A-Za-z_][A-Za-z0-9_]*$/);
      }),
    );
  });
});
