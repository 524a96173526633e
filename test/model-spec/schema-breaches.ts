/** Specifications that lack a key, or have one of the wrong kind. */
import {
  type Breach,
  ENUM,
  INT,
  input,
  type Loose,
  OPERATION,
  output,
  segmentation,
  withParam,
} from './breach.ts';

const TOP_TEXTS = ['name', 'organ', 'task', 'status', 'modality', 'version'];

export const missing = [
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

export const kinds: Breach[] = [
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
