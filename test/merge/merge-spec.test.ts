import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeJson } from '../../src/merge/merge-json.ts';
import { SPEC_MANNER } from '../../src/merge/merge-spec.ts';
import { runs } from '../folder/memory.ts';

interface Part {
  name: string;
  description: string;
  flag: string;
  tensor: { name: string; shape: number[] };
}
interface Spec {
  organ: string;
  inputs: Record<string, Part>;
  params: object;
  outputs: Record<string, Part>;
  order: string[];
}
type Model = Record<'inputs' | 'outputs', Record<string, number>>;

/** As the generator does it: one alone is `input` or `output`, several have their own names. */
function specOf(model: Model): Spec {
  const section = (tensors: Record<string, number>, alone: string) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, size], _, all) => {
        const key = all.length === 1 ? alone : name;
        const part: Part = {
          name: key,
          description: `array of ${size}`,
          flag: `--${key}=`,
          tensor: { name, shape: [size] },
        };
        return [key, part];
      }),
    );
  const inputs = section(model.inputs, 'input');
  const outputs = section(model.outputs, 'output');
  return {
    organ: 'FILL IN',
    inputs,
    params: {},
    outputs,
    order: [...Object.keys(inputs), ...Object.keys(outputs)],
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const ONE: Model = { inputs: { image: 8 }, outputs: { scores: 10 } };
const TWO: Model = { inputs: { image: 9, age: 1 }, outputs: { score: 1, kind: 2 } };
const merge = (base: Model, yours: Spec, next: Model) =>
  mergeJson(json(specOf(base)), json(yours), json(specOf(next)), SPEC_MANNER);
const merged = (base: Model, yours: Spec, next: Model): Spec =>
  JSON.parse(merge(base, yours, next));

/** The specification with the input under another key. */
function renamed(spec: Spec, from: string, to: string): Spec {
  const inputs = Object.fromEntries(
    Object.entries(spec.inputs).map(([key, part]) =>
      key === from ? [to, { ...part, name: to, flag: `--${to}=` }] : [key, part],
    ),
  );
  return { ...spec, inputs, order: spec.order.map((key) => (key === from ? to : key)) };
}

describe('merge of model-spec.json', () => {
  it('keeps a description, name and flag that the person wrote, and takes the signature', () => {
    const yours = specOf(ONE);
    const output = yours.outputs.output as Part;
    Object.assign(output, { description: 'scores', name: 'Scores', flag: '-o ' });
    const next = { ...ONE, outputs: { logits: 5 } };
    assert.deepEqual(merged(ONE, yours, next).outputs.output, {
      name: 'Scores',
      description: 'scores',
      flag: '-o ',
      tensor: { name: 'logits', shape: [5] },
    });
  });

  it('conflicts still on a signature that both changed', () => {
    const yours = specOf(ONE);
    (yours.outputs.output as Part).tensor.name = 'mine';
    assert.match(merge(ONE, yours, { ...ONE, outputs: { logits: 5 } }), /^<{7} yours$/m);
  });

  it('knows a renamed input by its tensor, and gives it the new signature', () => {
    const now = merged(ONE, renamed(specOf(ONE), 'input', 'scan'), TWO);
    assert.deepEqual(Object.keys(now.inputs), ['scan', 'age']);
    assert.deepEqual(now.inputs.scan?.tensor, { name: 'image', shape: [9] });
    assert.equal(now.inputs.scan?.flag, '--scan=');
    assert.deepEqual(now.order, ['scan', 'age', 'score', 'kind']);
  });

  it('knows a renamed input that is the only one, whatever its tensor is called now', () => {
    const now = merged(ONE, renamed(specOf(ONE), 'input', 'scan'), { ...ONE, inputs: { X: 64 } });
    assert.deepEqual(Object.keys(now.inputs), ['scan']);
    assert.deepEqual(now.inputs.scan?.tensor, { name: 'X', shape: [64] });
  });

  it('moves an edited input to the key that the generator gives it now', () => {
    const yours = specOf(ONE);
    (yours.inputs.input as Part).description = 'a photo';
    const now = merged(ONE, yours, TWO);
    assert.deepEqual(Object.keys(now.inputs), ['image', 'age']);
    assert.equal(now.inputs.image?.description, 'a photo');
    assert.equal(now.inputs.image?.flag, '--image=');
  });

  it('renames nothing to a word that is taken', () => {
    const yours = { ...specOf(ONE), params: { image: {} } };
    (yours.inputs.input as Part).description = 'a photo';
    assert.match(merge(ONE, yours, TWO), /^<{7} yours$/m);
  });

  it('keeps the place of a param in the order', () => {
    const yours = { ...specOf(ONE), order: ['input', 'threshold', 'output'] };
    const other = { inputs: { x: 1, y: 1 }, outputs: { z: 1, w: 1 } };
    for (const next of [TWO, other]) {
      const [first, second] = Object.keys(next.inputs);
      const last = Object.keys(next.outputs);
      assert.deepEqual(merged(ONE, yours, next).order, [first, second, 'threshold', ...last]);
    }
  });

  it('leaves blanks and the order of keys as the person has them', () => {
    const base = json(specOf(ONE));
    const yours = base.replace('"input": {', '"scan" :  {').replace('"input",', '"scan",');
    const now = mergeJson(base, yours, json(specOf({ ...ONE, inputs: { image: 9 } })), SPEC_MANNER);
    assert.equal(now, yours.replaceAll('of 8', 'of 9').replace(/(\[\s+)8(\s+\])/, '$19$2'));
  });

  const sizes = (names: string[]) =>
    fc.dictionary(fc.constantFrom(...names), fc.constantFrom(1, 2), { minKeys: 1, maxKeys: 3 });
  const models: fc.Arbitrary<Model> = fc.record({
    inputs: sizes(['a', 'b', 'c']),
    outputs: sizes(['x', 'y', 'z']),
  });

  it('has the model’s signature after any swap, whatever the person named things', () => {
    const law = fc.property(models, models, fc.boolean(), (base, next, described) => {
      const [first = ''] = Object.keys(specOf(base).inputs);
      const yours = { ...renamed(specOf(base), first, 'mine'), organ: 'eye' };
      if (described) for (const part of Object.values(yours.outputs)) part.description = 'told';
      const text = merge(base, yours, next);
      // What the person changed and the model lost is theirs to decide.
      fc.pre(!text.includes('<<<<<<<'));
      const now: Spec = JSON.parse(text);
      const tensors = (spec: Spec, section: 'inputs' | 'outputs') =>
        Object.values(spec[section])
          .map(({ tensor }) => JSON.stringify(tensor))
          .sort();
      for (const section of ['inputs', 'outputs'] as const)
        assert.deepEqual(tensors(now, section), tensors(specOf(next), section));
      const keys = [...Object.keys(now.inputs), ...Object.keys(now.outputs)];
      assert.deepEqual([...now.order].sort(), keys.sort());
      assert.equal(now.organ, 'eye');
    });
    fc.assert(law, runs());
  });

  it('gives the first text again when the model is swapped and swapped back', () => {
    const law = fc.property(models, fc.constantFrom('mine', 'input'), (base, key) => {
      const [first = ''] = Object.keys(base.inputs);
      const wanted = Object.keys(specOf(base).inputs)[0] as string;
      const yours = json({ ...renamed(specOf(base), wanted, key), organ: 'eye' });
      const other = { ...base, inputs: { [first]: 5, more: 1 } };
      fc.pre(Object.keys(base.inputs).length === 1);
      const there = mergeJson(json(specOf(base)), yours, json(specOf(other)), SPEC_MANNER);
      assert.equal(mergeJson(json(specOf(other)), there, json(specOf(base)), SPEC_MANNER), yours);
    });
    fc.assert(law, runs());
  });
});
