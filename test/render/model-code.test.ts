import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ModelSpec } from '../../src/core/types.ts';
import { EXAMPLES, exampleKind, exampleTemplate, modelCode } from '../../src/render/model-code.ts';

const template = (path: string) =>
  readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');

describe('the example in model.py', () => {
  for (const kind of EXAMPLES) {
    it(`for ${kind} is the tested file, once its comment marks are taken away`, () => {
      const text = modelCode(template('model/onnx.py'), template(exampleTemplate(kind)));
      const [code, example = ''] = text.split('\n\n# """An example');
      assert.equal(`${code}`, template('model/onnx.py'));
      const taken = `# """An example${example}`.replace(/^# ?/gm, '');
      assert.equal(taken, template(exampleTemplate(kind)));
    });
  }

  const spec = (extension: string, shape: (number | null)[] | null) =>
    ({
      inputs: { x: { extension, tensor: { name: 'x', dtype: null, shape } } },
    }) as never as ModelSpec;
  const kinds: [string, (number | null)[] | null, string][] = [
    ['.nii.gz', null, 'volume'],
    ['.MHA', [1, 2], 'volume'],
    ['.jpeg', null, 'picture'],
    ['.csv', [null, 3], 'table'],
    ['.npy', [1, 1, null, null, null], 'volume'],
    ['.npy', [null, 3, 224, 224], 'picture'],
    ['.npy', [null, 64], 'array'],
    ['.txt', null, 'array'],
  ];
  for (const [extension, shape, kind] of kinds) {
    it(`is that for ${kind} with ${extension} and ${JSON.stringify(shape)}`, () => {
      assert.equal(exampleKind(spec(extension, shape)), kind);
    });
  }
});
