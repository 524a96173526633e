/** Specifications whose keys are right and whose meaning is not. */
import { type Breach, INT, input, type Loose, output, withParam } from './breach.ts';

export const meanings: Breach[] = [
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
