/** What ABLInfer lets pass and our rules refuse, each with the reason. */
import {
  type Breach,
  ENUM,
  INT,
  input,
  type Loose,
  noFlagless,
  OPERATION,
  output,
  segmentation,
  withParam,
} from './breach.ts';

const OLD = 'an older format would be brought to today’s by ABLInfer alone, each time anew';

const RUNS = 'the image could not be run by it';

const EMPTY = 'ABLInfer starts the image without arguments, or fails';

const LOOSE = 'Python takes it for what it is not';

/** What ABLInfer takes and we do not, each with the reason. */
export const stricter: Breach[] = [
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
