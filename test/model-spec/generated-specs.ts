/** Made-up specifications: good ones, and bad ones that break one rule each, named. */
import fc from 'fast-check';
import { type Breach, flagOf, type Loose } from './breach.ts';
import { meanings } from './meaning-breaches.ts';
import { kinds, missing } from './schema-breaches.ts';
import { stricter } from './stricter-breaches.ts';

const NAME = fc.constantFrom(
  'a',
  'b2',
  '_c',
  'mask',
  'élan',
  '名',
  'class',
  'Ünite_2',
  'threshold',
);
const TEXT = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', 'é\n"', '\ud800', '{}'));
const STATUS = fc.constantFrom('required', 'suggested', 'optional');
/** Takes keys out that may be absent: each absent one is only a warning to ABLInfer. */
const perhaps = (keys: string[]) => (object: Loose) =>
  fc.subarray(keys).map((gone) => {
    const copy = { ...object };
    for (const key of gone) delete copy[key];
    return copy;
  });

export const operation = fc
  .record({
    name: TEXT,
    description: TEXT,
    status: STATUS,
    operation: TEXT,
    params: fc.constantFrom({}, { margin: 3 }),
    locked: fc.constantFrom(true, false, null),
    action: fc.constantFrom('crop', null),
    targets: fc.constantFrom([], [1, -2], null),
  })
  .chain(perhaps(['locked', 'action', 'targets']));

const colour = fc.array(fc.constantFrom(0, 0.25, 1), { minLength: 3, maxLength: 4 });

function file(name: string, list: 'pre' | 'post'): fc.Arbitrary<Loose> {
  const plain = {
    name: TEXT,
    description: TEXT,
    status: STATUS,
    flag: flagOf(name),
    extension: fc.constantFrom('.npy', '.nii.gz', '', '.any'),
    labelmap: fc.constantFrom(true, false, null),
    [list]: fc.array(operation, { maxLength: 2 }),
    tensor: fc.constantFrom(
      { name: 'x', dtype: 'float32', shape: [null, 3] },
      { name: 'x', dtype: null, shape: null },
    ),
  };
  const volume = fc.record({ ...plain, type: fc.constant('volume') });
  const segmentation = fc.record({
    ...plain,
    type: fc.constant('segmentation'),
    master: fc.constantFrom('', 'a', null),
    colours: fc.dictionary(fc.constantFrom('1', '2'), colour),
    names: fc.constantFrom(null, {}, { 1: 'bone' }),
  });
  const gone = ['labelmap', list, 'tensor', 'master', 'colours', 'names'];
  return fc.oneof(volume, segmentation).chain(perhaps(gone));
}

function param(name: string): fc.Arbitrary<Loose> {
  const plain = { name: TEXT, description: TEXT, flag: flagOf(name) };
  const number = (type: string, values: number[]) =>
    fc
      .tuple(fc.record(plain), fc.constantFrom(...values))
      .map(([common, value]) => ({ ...common, type, default: value, min: -1e6, max: 1e6 }))
      .chain(perhaps(['min', 'max']));
  return fc.oneof(
    number('int', [0, -3, 1000000]),
    number('float', [0, 0.5, -1e-7, 1e5]),
    fc.record({
      ...plain,
      flag: fc.constant(`--${name}`),
      type: fc.constant('bool'),
      default: fc.boolean(),
    }),
    fc.record({ ...plain, type: fc.constant('string'), default: TEXT }),
    fc.record({
      ...plain,
      type: fc.constant('enum'),
      enum: fc.constantFrom(['x', 'y'], { First: 'x', Second: 'y' }),
      default: fc.constantFrom('x', 'y'),
    }),
  );
}

/** A specification that breaks no rule. */
export const goodSpec: fc.Arbitrary<Loose> = fc
  .record({
    names: fc.uniqueArray(NAME, { minLength: 3, maxLength: 6 }),
    split: fc.tuple(fc.nat(), fc.nat()),
    ordered: fc.boolean(),
    shuffle: fc.infiniteStream(fc.nat({ max: 1000 })),
    top: fc
      .record({
        json_version: fc.constant('1.3'),
        id: NAME,
        type: fc.constant('docker'),
        ...{ name: TEXT, organ: TEXT, task: TEXT, status: TEXT, modality: TEXT, version: TEXT },
        description: fc.oneof(TEXT, fc.constant(null)),
        website: fc.oneof(TEXT, fc.constant(null)),
        maintainers: fc.constantFrom([], ['Ada'], null),
        citation: fc.oneof(TEXT, fc.constant(null)),
        docker: fc.constant({ image_name: 'lab/a', image_tag: '1', data_path: '/data' }),
        extra: fc.constant(1),
      })
      .chain(perhaps(['description', 'website', 'maintainers', 'citation', 'extra'])),
  })
  .chain(({ names, split, ordered, shuffle, top }) => {
    const first = 1 + (split[0] % (names.length - 1));
    const second = first + 1 + (split[1] % (names.length - first));
    const section = (keys: string[], make: (name: string) => fc.Arbitrary<Loose>) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, make(key)])));
    return fc
      .record({
        inputs: section(names.slice(0, first), (name) => file(name, 'pre')),
        outputs: section(names.slice(first, second), (name) => file(name, 'post')),
        params: section(names.slice(second), param),
      })
      .map((sections) => {
        const order = names
          .map((name) => ({ name, rank: shuffle.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ name }) => name);
        const parts = Object.values(sections).flatMap((parts) => Object.values(parts)) as Loose[];
        const placed = parts.some(({ flag }) => flag === '');
        return { ...top, ...sections, ...(placed || ordered ? { order } : {}) };
      });
  });
/** Every rule of ours, broken in one way each. */
export const BREACHES: readonly Breach[] = [...missing, ...kinds, ...meanings, ...stricter];

/** A specification, with the rule that it breaks; null: it breaks none. */
export interface Sample {
  text: string;
  breach: Breach | null;
}

/**
 * Good specifications, and as many that break one rule each, every rule among them. The same ones
 * for the same seed.
 */
export function samples(good: number, perRule: number, seed = 1): Sample[] {
  const made = fc.sample(goodSpec, { numRuns: good + BREACHES.length * perRule, seed });
  return made.map((spec, at) => {
    const breach = at < good ? null : (BREACHES[(at - good) % BREACHES.length] as Breach);
    const copy = JSON.parse(JSON.stringify(spec));
    copy.params ??= {};
    breach?.break(copy);
    return { text: JSON.stringify(copy), breach };
  });
}
