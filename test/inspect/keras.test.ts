import { deepEqual, equal, match } from 'node:assert/strict';
import { zip } from './assemble.ts';
import { fixture, inspectBytes } from './fixtures.ts';

describe('inspect Keras', () => {
  it('reads version, input, output name and the Keras to install from a .keras archive', async () => {
    deepEqual(await fixture('digits.keras'), {
      format: 'keras',
      framework: 'tensorflow',
      frameworkVersion: null,
      savedWith: 'Keras 3.15.1',
      inputs: [{ name: 'image', dtype: 'float32', shape: [null, 8, 8] }],
      outputs: [{ name: 'probabilities', dtype: null, shape: null }],
      needs: [
        { kind: 'package', name: 'keras', specifier: '>=3.15.1', why: 'saved with Keras 3.15.1' },
      ],
      safety: { verdict: 'data-only', imports: [] },
      warnings: [],
    });
  });

  it('gives several inputs in the order in which the model takes them', async () => {
    deepEqual((await fixture('two_inputs.keras')).inputs, [
      { name: 'image', dtype: 'float32', shape: [null, null, null, 1] },
      { name: 'age', dtype: 'float32', shape: [null, 1] },
    ]);
  });

  it('reads the same from HDF5 as from the archive', async () => {
    const [h5, archive] = [await fixture('digits.h5'), await fixture('digits.keras')];
    equal(h5.format, 'keras-h5');
    equal(h5.savedWith, 'Keras 3.15.1 (tensorflow)');
    deepEqual(h5.inputs, archive.inputs);
    deepEqual(h5.needs, archive.needs);
  });

  it('reads the layout of Keras 2, and says that Keras 3 may not', async () => {
    const facts = await fixture('digits_keras2.h5');
    equal(facts.savedWith, 'Keras 2.15.0 (tensorflow)');
    deepEqual(facts.inputs, [{ name: 'pixels', dtype: 'float32', shape: [null, 64] }]);
    equal(facts.needs[0]?.specifier, '>=3.11.3');
    match(facts.warnings[0] ?? '', /Saved by Keras 2\.15\.0/);
  });

  it('says that a weights file needs the code that builds the model', async () => {
    const facts = await fixture('digits.weights.h5');
    equal(facts.format, 'keras-h5');
    equal(facts.inputs, null);
    equal(facts.needs[0]?.kind, 'code');
    match(facts.warnings[0] ?? '', /^Weights only/);
  });

  const configured = (config: object) =>
    inspectBytes(
      zip([
        { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.15.1"}') },
        { name: 'config.json', data: Buffer.from(JSON.stringify(config)) },
      ]),
    );
  const input = (name: string, shape: (number | null)[]) => ({
    class_name: 'InputLayer',
    config: { name, batch_shape: shape, dtype: 'string' },
  });

  it('takes the inputs of the model, not those of models in it; a dict in the order of its keys', async () => {
    const layers = [
      input('b', [null, 2]),
      input('a', [null]),
      { class_name: 'Sequential', config: { layers: [input('inner', [null, 9])] } },
    ];
    const ends = { input_layers: { y: ['b', 0, 0], x: ['a', 0, 0] }, output_layers: [['o', 0, 0]] };
    const facts = await configured({ class_name: 'Functional', config: { layers, ...ends } });
    deepEqual(facts.inputs, [
      { name: 'a', dtype: 'str', shape: [null] },
      { name: 'b', dtype: 'str', shape: [null, 2] },
    ]);
    deepEqual(facts.outputs, [{ name: 'o', dtype: null, shape: null }]);
  });

  it('names own classes, also in a configuration of before Keras 3', async () => {
    const own = { class_name: 'Attention2', config: { trainable: true, name: 'x' } };
    const known = { class_name: 'Dense', config: { trainable: true, name: 'y' } };
    const registered = { class_name: 'Mine>Scale', config: {}, registered_name: 'Mine>Scale' };
    const facts = await configured({ config: { layers: [own, known, registered] } });
    deepEqual(
      facts.needs.filter((need) => need.kind === 'class').map((need) => need.name),
      ['Attention2', 'Scale'],
    );
  });
});
