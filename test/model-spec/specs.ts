/** Specifications as people may write them, at random, for the tests of the writers for other runners. */
import fc from 'fast-check';
import type { ModelSpec, SpecPart } from '../../src/core/types.ts';

const key = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
  .filter((text) => !['help', 'version', 'spec', 'selftest'].includes(text));

/** The three styles of a flag, for a key. */
const flag = (name: string, bool: boolean) => {
  const dashed = `--${name.replaceAll('_', '-')}`;
  return bool
    ? fc.constantFrom(dashed, `--${name}`)
    : fc.constantFrom('', `--${name}=`, dashed, `${dashed}=`);
};

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '',
    'Reads.\nMore: 50 %',
    '"quoted" \\ $(x) ${y} [a] #b',
    '- a: b',
    '\u202e\ufeff',
  ),
);

const status = fc.constantFrom('required' as const, 'suggested' as const, 'optional' as const);

function file(name: string, side: 'pre' | 'post'): fc.Arbitrary<SpecPart> {
  const fields = fc.record({
    name: words,
    description: words,
    status,
    flag: flag(name, false),
    extension: fc.constantFrom('.npy', '.nii.gz', '.png', '.csv', '.json'),
    type: fc.constantFrom('volume' as const, 'segmentation' as const),
    labelmap: fc.boolean(),
    tensor: fc.constant({ name, dtype: null, shape: null }),
  });
  return fields.map((part) => ({ ...part, [side]: [] }));
}

const text = fc
  .oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', "it's", 'a b', '$(id)', '--x', '\n'))
  .filter((value) => !/[\0\p{Surrogate}]/u.test(value));

const types = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1e9, max: 1e12 }), fc.nat(1e6), fc.nat(1e6))
    .map(([min, a, b]) => ({ type: 'int', min, default: min + a, max: min + a + b })),
  // Nine decimals at most: cwltool rounds what has many more.
  fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6), fc.nat(9))
    .map(([low, more, decimals]) => {
      const of = (value: number) => Number((value / 10 ** decimals).toFixed(decimals));
      return { type: 'float', min: of(low), default: of(low + more), max: of(low + 2 * more) };
    }),
  fc.boolean().map((value) => ({ type: 'bool', default: value })),
  text.map((value) => ({ type: 'string', default: value })),
  fc
    .uniqueArray(fc.oneof(text, fc.constantFrom('fast', 'a/b', '1.5', 'null')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((values) => ({ type: 'enum', enum: values, default: values[0] })),
);

function param(name: string) {
  return types.chain((type) =>
    fc
      .record({ name: words, description: words, flag: flag(name, type.type === 'bool') })
      .map((base) => ({
        ...base,
        ...type,
      })),
  );
}

const record = <T>(names: string[], make: (name: string) => fc.Arbitrary<T>) =>
  fc
    .tuple(...names.map(make))
    .map((values) => Object.fromEntries(names.map((name, at) => [name, values[at] as T])));

/** Any specification that ABLInfer takes; other runners cannot follow each of them. */
export const anySpec: fc.Arbitrary<ModelSpec> = fc
  .tuple(
    fc.uniqueArray(key, {
      minLength: 2,
      maxLength: 9,
      selector: (name) => name.toLowerCase().replaceAll('_', ''),
    }),
    fc.nat(),
    fc.nat(),
  )
  .chain(([keys, a, b]) => {
    const inputs = 1 + (a % (keys.length - 1));
    const outputs = 1 + (b % (keys.length - inputs));
    const named = {
      inputs: keys.slice(0, inputs),
      outputs: keys.slice(inputs, inputs + outputs),
      params: keys.slice(inputs + outputs),
    };
    return fc.record({
      json_version: fc.constant('1.3' as const),
      id: fc.constant('digits'),
      type: fc.constant('docker' as const),
      name: words,
      organ: words,
      task: words,
      status: words,
      modality: words,
      version: fc.constantFrom('0.1.0', '2', ''),
      description: words,
      website: fc.constantFrom('', 'https://example.org'),
      maintainers: fc.array(words, { maxLength: 2 }),
      citation: words,
      docker: fc.constant({
        image_name: 'registry.example.org:5000/lab/digits',
        image_tag: '1.0',
        data_path: '/data',
      }),
      inputs: record(named.inputs, (name) => file(name, 'pre')),
      params: record(named.params, param),
      outputs: record(named.outputs, (name) => file(name, 'post')),
      order: fc.shuffledSubarray(keys, { minLength: keys.length }),
    });
  });
