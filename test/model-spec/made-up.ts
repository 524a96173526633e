/** Made-up specifications: good ones, and bad ones that break one rule each, named. */
import fc from 'fast-check';

// A specification that is to be broken has no type that would hold.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Loose = any;

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
const flagOf = (name: string) =>
  fc.constantFrom(`--${name}=`, `--${name}`, `-${name}`, `${name}=`, '');
/** Takes keys out that may be absent: each absent one is only a warning to ABLInfer. */
const perhaps = (keys: string[]) => (object: Loose) =>
  fc.subarray(keys).map((gone) => {
    const copy = { ...object };
    for (const key of gone) delete copy[key];
    return copy;
  });

const operation = fc
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

/** One rule, and how to break it in a good specification. */
export interface Breach {
  rule: string;
  /** ABLInfer takes it all the same; we refuse it for the reason. */
  stricter?: string;
  break(spec: Loose): void;
}

const TOP_TEXTS = ['name', 'organ', 'task', 'status', 'modality', 'version'];
const input = (spec: Loose): Loose => Object.values(spec.inputs)[0];
const output = (spec: Loose): Loose => Object.values(spec.outputs)[0];

/** Gives the specification one more param, in its order too. */
function withParam(spec: Loose, part: Loose): Loose {
  const whole = { name: '', description: '', flag: '--more=', ...part };
  spec.params.more = whole;
  if (spec.order) spec.order.push('more');
  return whole;
}
const INT = { type: 'int', default: 1, min: 0, max: 2 };
const ENUM = { type: 'enum', default: 'x', enum: ['x', 'y'] };

/** The first input as a segmentation with more of its own fields. */
function segmentation(spec: Loose, more: Loose): void {
  Object.assign(input(spec), { type: 'segmentation', ...more });
}
const OPERATION = { name: '', description: '', status: 'optional', operation: 'x', params: {} };

const missing = [
  ...['json_version', 'id', 'type', ...TOP_TEXTS, 'docker', 'inputs', 'outputs'].map((key) => ({
    rule: `${key} is there`,
    break: (spec: Loose) => delete spec[key],
  })),
  ...['image_name', 'image_tag', 'data_path'].map((key) => ({
    rule: `docker.${key} is there`,
    break: (spec: Loose) => delete spec.docker[key],
  })),
  ...['name', 'description', 'status', 'flag', 'extension', 'type'].flatMap((key) => [
    { rule: `${key} of an input is there`, break: (spec: Loose) => delete input(spec)[key] },
    { rule: `${key} of an output is there`, break: (spec: Loose) => delete output(spec)[key] },
  ]),
  ...['name', 'description', 'flag', 'type', 'default'].map((key) => ({
    rule: `${key} of a param is there`,
    break: (spec: Loose) => delete withParam(spec, INT)[key],
  })),
  {
    rule: 'enum of an enum is there',
    break: (spec: Loose) => delete withParam(spec, ENUM).enum,
  },
  ...Object.keys(OPERATION).map((key) => ({
    rule: `${key} of an operation is there`,
    break: (spec: Loose) => {
      input(spec).pre = [{ ...OPERATION }];
      delete input(spec).pre[0][key];
    },
  })),
];

const kinds: Breach[] = [
  ...[...TOP_TEXTS, 'id', 'type', 'json_version', 'description', 'website', 'citation'].map(
    (key) => ({ rule: `${key} is text`, break: (spec: Loose) => (spec[key] = 1) }),
  ),
  ...[...TOP_TEXTS, 'id', 'type', 'json_version'].map((key) => ({
    rule: `${key} is not null`,
    break: (spec: Loose) => (spec[key] = null),
  })),
  ...['docker', 'inputs', 'outputs', 'params'].flatMap((key) =>
    [null, [], 'text', 3].map((value) => ({
      rule: `${key} is an object, not ${JSON.stringify(value)}`,
      break: (spec: Loose) => (spec[key] = value),
    })),
  ),
  { rule: 'maintainers is a list', break: (spec) => (spec.maintainers = 3) },
  { rule: 'maintainers are texts', break: (spec) => (spec.maintainers = ['Ada', 3]) },
  { rule: 'order is a list', break: (spec) => (spec.order = 3) },
  ...['image_name', 'image_tag', 'data_path'].map((key) => ({
    rule: `docker.${key} is text`,
    break: (spec: Loose) => (spec.docker[key] = 5),
  })),
  ...['name', 'description', 'status', 'flag', 'extension', 'type'].flatMap((key) => [
    { rule: `${key} of an input is text`, break: (spec: Loose) => (input(spec)[key] = 1) },
    { rule: `${key} of an output is text`, break: (spec: Loose) => (output(spec)[key] = null) },
  ]),
  ...['name', 'description', 'flag', 'type', 'default'].map((key) => ({
    rule: `${key} of a param is of its type`,
    break: (spec: Loose) => (withParam(spec, INT)[key] = []),
  })),
  {
    rule: 'an input is an object',
    break: (spec) => (spec.inputs[Object.keys(spec.inputs)[0] as string] = []),
  },
  {
    rule: 'a param is an object',
    break: (spec) => {
      withParam(spec, INT);
      spec.params.more = 'int';
    },
  },
  { rule: 'labelmap is a bool', break: (spec) => (input(spec).labelmap = 'yes') },
  { rule: 'pre is a list', break: (spec) => (input(spec).pre = 3) },
  { rule: 'pre is not null', break: (spec) => (input(spec).pre = null) },
  { rule: 'post is a list', break: (spec) => (output(spec).post = 'crop') },
  { rule: 'post is not null', break: (spec) => (output(spec).post = null) },
  { rule: 'an operation is an object', break: (spec) => (input(spec).pre = ['crop']) },
  ...Object.entries({
    name: 1,
    description: null,
    status: 'now',
    operation: 3,
    params: [],
    locked: 'no',
    action: 1,
    targets: 1,
  }).map(([key, wrong]) => ({
    rule: `${key} of an operation is of its type`,
    break: (spec: Loose) => (output(spec).post = [{ ...OPERATION, [key]: wrong }]),
  })),
  {
    rule: 'targets are whole numbers',
    break: (spec) => (input(spec).pre = [{ ...OPERATION, targets: [0.5] }]),
  },
  { rule: 'master is text', break: (spec) => segmentation(spec, { master: 1 }) },
  { rule: 'colours is an object', break: (spec) => segmentation(spec, { colours: [] }) },
  { rule: 'colours is not null', break: (spec) => segmentation(spec, { colours: null }) },
  { rule: 'names is an object', break: (spec) => segmentation(spec, { names: ['bone'] }) },
  { rule: 'a colour is a list', break: (spec) => segmentation(spec, { colours: { 1: 3 } }) },
  {
    rule: 'a colour has three numbers',
    break: (spec) => segmentation(spec, { colours: { 1: [0, 1] } }),
  },
  {
    rule: 'a colour has at most four',
    break: (spec) => segmentation(spec, { colours: { 1: [0, 1, 0, 1, 0] } }),
  },
  {
    rule: 'a colour is from 0',
    break: (spec) => segmentation(spec, { colours: { 1: [0, -0.1, 0] } }),
  },
  {
    rule: 'a colour is to 1',
    break: (spec) => segmentation(spec, { colours: { 1: [0, 0, 255] } }),
  },
  {
    rule: 'a colour holds numbers',
    break: (spec) => segmentation(spec, { colours: { 1: ['0', '0', '0'] } }),
  },
  { rule: 'min is a number', break: (spec) => withParam(spec, { ...INT, min: '0' }) },
  { rule: 'max is a number', break: (spec) => withParam(spec, { ...INT, max: [] }) },
  {
    rule: 'the default of a float is a number',
    break: (spec) => withParam(spec, { ...INT, type: 'float', default: '1' }),
  },
  {
    rule: 'the default of a bool is a bool',
    break: (spec) => withParam(spec, { type: 'bool', default: 0 }),
  },
  {
    rule: 'the default of a string is text',
    break: (spec) => withParam(spec, { type: 'string', default: 0 }),
  },
  {
    rule: 'the default of an enum is text',
    break: (spec) => withParam(spec, { ...ENUM, default: 1 }),
  },
  { rule: 'enum is a list or an object', break: (spec) => withParam(spec, { ...ENUM, enum: 3 }) },
  {
    rule: 'the choices of an enum are texts',
    break: (spec) => withParam(spec, { ...ENUM, enum: ['x', 1] }),
  },
];

const meanings: Breach[] = [
  { rule: 'json_version is no newer one', break: (spec) => (spec.json_version = '1.4') },
  { rule: 'json_version is written as it is', break: (spec) => (spec.json_version = '1.03') },
  { rule: 'id is an identifier', break: (spec) => (spec.id = 'a-b') },
  { rule: 'id is not empty', break: (spec) => (spec.id = '') },
  ...['1a', 'a b', 'a-b', '', 'a.b', '²'].flatMap((name) =>
    ['inputs', 'params', 'outputs'].map((section) => ({
      rule: `a name of ${section} is an identifier, not '${name}'`,
      break: (spec: Loose) => {
        const part =
          section === 'params'
            ? { name: '', description: '', flag: '--x=', ...INT }
            : { ...(Object.values(spec[section])[0] as Loose), flag: '--x=' };
        spec[section][name] = part;
        spec.order = [...['inputs', 'params', 'outputs'].flatMap((key) => Object.keys(spec[key]))];
      },
    })),
  ),
  { rule: 'type of an input is one of two', break: (spec) => (input(spec).type = 'array') },
  { rule: 'type of an output is one of two', break: (spec) => (output(spec).type = 'float') },
  {
    rule: 'type of a param is one of five',
    break: (spec) => withParam(spec, { ...INT, type: 'volume' }),
  },
  {
    rule: 'status of an input is one of three',
    break: (spec) => (input(spec).status = 'Required'),
  },
  { rule: 'status of an output is one of three', break: (spec) => (output(spec).status = '') },
  {
    rule: 'a name stands once over inputs and outputs',
    break: (spec) => {
      const key = Object.keys(spec.inputs)[0] as string;
      spec.outputs[key] = { ...output(spec), flag: '--x=' };
    },
  },
  {
    rule: 'a name stands once over outputs and params',
    break: (spec) => {
      const key = Object.keys(spec.outputs)[0] as string;
      spec.params[key] = { name: '', description: '', flag: '--x=', ...INT };
    },
  },
  {
    rule: 'order names each',
    break: (spec) => (spec.order = Object.keys(spec.inputs)),
  },
  {
    rule: 'order names nothing else',
    break: (spec) => {
      const names = ['inputs', 'params', 'outputs'].flatMap((key) => Object.keys(spec[key]));
      spec.order = [...names.slice(1), 'nobody'];
    },
  },
  {
    rule: 'order names nothing twice',
    break: (spec) => {
      const names = ['inputs', 'params', 'outputs'].flatMap((key) => Object.keys(spec[key]));
      spec.order = [...names, names[0]];
    },
  },
  {
    rule: 'order holds names',
    break: (spec) => {
      const names = ['inputs', 'params', 'outputs'].flatMap((key) => Object.keys(spec[key]));
      spec.order = [...names.slice(1), []];
    },
  },
  ...[[], null, undefined].map((order) => ({
    rule: `order is there where a flag is empty, not ${JSON.stringify(order)}`,
    break: (spec: Loose) => {
      output(spec).flag = '';
      spec.order = order;
    },
  })),
];

/** Gives every value a flag, so that ABLInfer asks for no order. */
function noFlagless(spec: Loose, order: Loose): void {
  for (const section of ['inputs', 'params', 'outputs']) {
    for (const [key, part] of Object.entries<Loose>(spec[section])) part.flag = `--${key}=`;
  }
  spec.order = order;
}

const OLD = 'an older format would be brought to today’s by ABLInfer alone, each time anew';
const RUNS = 'the image could not be run by it';
const EMPTY = 'ABLInfer starts the image without arguments, or fails';
const LOOSE = 'Python takes it for what it is not';

/** What ABLInfer takes and we do not, each with the reason. */
const stricter: Breach[] = [
  { rule: 'json_version is today’s', stricter: OLD, break: (spec) => (spec.json_version = '1.2') },
  { rule: 'type is docker', stricter: RUNS, break: (spec) => (spec.type = 'podman') },
  {
    rule: 'docker.image_name is not empty',
    stricter: RUNS,
    break: (spec) => (spec.docker.image_name = ''),
  },
  {
    rule: 'docker.image_tag is not empty',
    stricter: RUNS,
    break: (spec) => (spec.docker.image_tag = ''),
  },
  {
    rule: 'docker.data_path is absolute',
    stricter: RUNS,
    break: (spec) => (spec.docker.data_path = 'data'),
  },
  { rule: 'maintainers is no text', stricter: LOOSE, break: (spec) => (spec.maintainers = 'Ada') },
  {
    rule: 'order is no text',
    stricter: LOOSE,
    break: (spec) => {
      Object.assign(spec, {
        inputs: { a: { ...input(spec), flag: '--a=' } },
        outputs: { b: { ...output(spec), flag: '--b=' } },
        params: {},
        order: 'ab',
      });
    },
  },
  { rule: 'order is not empty', stricter: EMPTY, break: (spec) => noFlagless(spec, []) },
  { rule: 'order is not null', stricter: EMPTY, break: (spec) => noFlagless(spec, null) },
  { rule: 'pre is no text', stricter: LOOSE, break: (spec) => (input(spec).pre = '') },
  { rule: 'post is no object', stricter: LOOSE, break: (spec) => (output(spec).post = {}) },
  {
    rule: 'targets is no text',
    stricter: LOOSE,
    break: (spec) => (input(spec).pre = [{ ...OPERATION, targets: '' }]),
  },
  {
    rule: 'a target is no bool',
    stricter: LOOSE,
    break: (spec) => (input(spec).pre = [{ ...OPERATION, targets: [true] }]),
  },
  {
    rule: 'a colour holds no bools',
    stricter: LOOSE,
    break: (spec) => segmentation(spec, { colours: { 1: [true, false, true] } }),
  },
  {
    rule: 'the default of a number is no bool',
    stricter: LOOSE,
    break: (spec) => withParam(spec, { ...INT, default: true }),
  },
  {
    rule: 'a bound is no bool',
    stricter: LOOSE,
    break: (spec) => withParam(spec, { ...INT, min: false }),
  },
  {
    rule: 'enum is no text',
    stricter: LOOSE,
    break: (spec) => withParam(spec, { ...ENUM, enum: 'xy' }),
  },
  {
    rule: 'the named choices of an enum are texts',
    stricter: LOOSE,
    break: (spec) => withParam(spec, { ...ENUM, enum: { X: 'x', Y: 1 } }),
  },
  {
    rule: 'min is not null',
    stricter: 'ABLInfer fails when it runs it',
    break: (spec) => withParam(spec, { ...INT, min: null }),
  },
  {
    rule: 'max is not null',
    stricter: 'ABLInfer fails when it runs it',
    break: (spec) => withParam(spec, { ...INT, max: null }),
  },
  {
    rule: 'the default of an int is whole',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...INT, default: 0.5 }),
  },
  {
    rule: 'the bounds of an int are whole',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...INT, max: 2.5 }),
  },
  {
    rule: 'min is not above max',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...INT, min: 3 }),
  },
  {
    rule: 'a default is not below min',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...INT, default: -1 }),
  },
  {
    rule: 'a default is not above max',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...INT, default: 3 }),
  },
  {
    rule: 'the default of an enum is one of its choices',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...ENUM, default: 'z' }),
  },
  {
    rule: 'an enum has a choice',
    stricter: RUNS,
    break: (spec) => withParam(spec, { ...ENUM, enum: [] }),
  },
  {
    rule: 'a bool has a flag',
    stricter: RUNS,
    break: (spec) => {
      withParam(spec, { type: 'bool', default: false, flag: '' });
      spec.order = ['inputs', 'params', 'outputs'].flatMap((key) => Object.keys(spec[key]));
    },
  },
  {
    rule: 'two have different flags',
    stricter: RUNS,
    break: (spec) => {
      input(spec).flag = '--same=';
      output(spec).flag = '--same';
    },
  },
  ...['--help', '--version=', '--spec', '--selftest', '--require-gpu', '=', '--', '-'].map(
    (flag) => ({
      rule: `a flag is not ${flag}`,
      stricter: RUNS,
      break: (spec: Loose) => (input(spec).flag = flag),
    }),
  ),
  { rule: 'tensor is an object', stricter: RUNS, break: (spec) => (input(spec).tensor = []) },
  {
    rule: 'the shape of a tensor is a list',
    stricter: RUNS,
    break: (spec) => (input(spec).tensor = { name: 'x', dtype: null, shape: 3 }),
  },
];

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
