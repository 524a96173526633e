import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, inspectBytes, MODELS } from './fixtures.ts';

describe('inspect PyTorch', () => {
  it('reads version, dtypes and free dimensions of torch.export, and pins its torch', async () => {
    const facts = await fixture('export.pt2');
    equal(facts.format, 'torch-export');
    equal(facts.frameworkVersion, '2.13.0');
    deepEqual(facts.inputs, [{ name: 'image', dtype: 'float32', shape: [null, 1, 28, 28] }]);
    deepEqual(facts.outputs, [{ name: 'linear', dtype: 'float32', shape: [null, 10] }]);
    deepEqual(facts.needs, [
      { kind: 'package', name: 'torch', specifier: '==2.13.0', why: 'saved with torch 2.13.0+cpu' },
    ]);
  });

  for (const name of ['torchscript.pt', 'traced.pt']) {
    it(`reads the names of ${name}, and no shapes, which TorchScript does not record`, async () => {
      const facts = await fixture(name);
      equal(facts.format, 'torchscript');
      equal(facts.frameworkVersion, null);
      deepEqual(facts.inputs, [{ name: 'image', dtype: null, shape: null }]);
      deepEqual(facts.outputs, [{ name: 'output', dtype: null, shape: null }]);
      equal(facts.safety.verdict, 'known-imports');
    });
  }

  for (const name of ['state_dict.pt', 'state_dict_legacy.pt']) {
    it(`says of ${name} that its class is missing`, async () => {
      const facts = await fixture(name);
      equal(facts.format, 'torch-state-dict');
      deepEqual(facts.inputs, [{ name: 'input', dtype: 'float32', shape: [null, 1, null, null] }]);
      deepEqual(facts.outputs, [{ name: 'output', dtype: null, shape: [null, 10] }]);
      deepEqual(facts.needs, [
        { kind: 'class', name: 'the nn.Module class', why: 'a state_dict holds weights only' },
      ]);
      deepEqual(facts.safety, {
        verdict: 'known-imports',
        imports: [
          'collections.OrderedDict',
          'torch.FloatStorage',
          'torch._utils._rebuild_tensor_v2',
        ],
      });
      deepEqual(facts.warnings, ['By its weights: 2-D, 1 channel in, 10 out.']);
    });
  }

  it('finds the weights in a checkpoint', async () => {
    const facts = await fixture('checkpoint.pt');
    equal(facts.format, 'torch-state-dict');
    deepEqual(facts.warnings, [
      'A checkpoint: the weights are under the key "model".',
      'By its weights: 2-D, 1 channel in, 10 out.',
    ]);
  });

  it('names the class of a whole module, and does not call it known', async () => {
    const facts = await fixture('module.pt');
    equal(facts.format, 'torch-module');
    deepEqual(facts.needs, [
      {
        kind: 'class',
        name: 'digits_net.DigitsNet',
        why: 'the file is a pickled instance of it',
      },
    ]);
    equal(facts.safety.verdict, 'unknown-imports');
    match(facts.warnings.join('\n'), /refuses it with weights_only=True/);
  });

  it('says that an old file is cut off, wherever it is', async () => {
    const whole = readFileSync(path.join(MODELS, 'state_dict_legacy.pt'));
    for (let part = 1; part <= 20; part++) {
      const length = Math.floor((whole.length * part) / 20) - 1;
      await rejects(inspectBytes(whole.subarray(0, length)), /is cut off \(it ends /);
    }
  });
});
