import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { op, pickle, zip } from './assemble.ts';
import { MODELS } from './fixtures.ts';

type Node = Record<string, unknown>;

/** A node of schema.json; `name` is dotted, the last part is the class. */
function node(loader: string, name: string, more: Node = {}): Node {
  const at = name.lastIndexOf('.');
  return {
    __class__: name.slice(at + 1),
    __module__: name.slice(0, at),
    __loader__: loader,
    ...more,
  };
}
const json = (value: unknown) =>
  node('JsonNode', 'builtins.str', { content: JSON.stringify(value), is_json: true });
const list = (...content: Node[]) => node('ListNode', 'builtins.list', { content });
const type = (name: string) => node('TypeNode', name);
const dict = (content: Node) =>
  node('DictNode', 'builtins.dict', {
    content,
    key_types: list(...Object.keys(content).map(() => type('builtins.str'))),
  });
const scaler = (attributes: Node) =>
  node('ObjectNode', 'sklearn.preprocessing._data.StandardScaler', { content: dict(attributes) });

describe('a skops file', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'skops-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function facts(schema: Node, ...more: { name: string; data: Buffer }[]) {
    const file = path.join(folder, 'model.skops');
    const whole = { ...schema, protocol: 2, _skops_version: '0.16.0' };
    const text = Buffer.from(JSON.stringify(whole));
    writeFileSync(file, zip([...more, { name: 'schema.json', data: text }]));
    return inspectModel(file);
  }

  it('is told by its schema, with the version that wrote it', async () => {
    const { format, framework, savedWith, needs, safety } = await facts(
      scaler({ with_mean: json(true), scale: type('numpy.float64') }),
    );
    equal(format, 'skops');
    equal(framework, 'scikit-learn');
    equal(savedWith, 'skops 0.16.0');
    deepEqual(
      needs.map(({ name }) => name),
      ['skops'],
    );
    equal(safety.verdict, 'known-imports');
    ok(safety.imports.includes('sklearn.preprocessing._data.StandardScaler'));
  });

  it('of a forest and of MLflow are known imports', async () => {
    for (const name of ['rf132.skops', 'sklearn_skops']) {
      const { safety } = await inspectModel(path.join(MODELS, '../skops', name));
      deepEqual([safety.verdict, safety.reasons], ['known-imports', undefined], name);
    }
  });

  const dangerous: [string, Node, RegExp][] = [
    ['a function of Python', scaler({ a: node('FunctionNode', 'os.system') }), /^os\.system: runs/],
    [
      'a function as skops before 0.4 names it',
      scaler({
        a: node('FunctionNode', 'sklearn.preprocessing._data.scale', {
          content: { module_path: 'os', function: 'system' },
        }),
      }),
      /^os\.system: runs/,
    ],
    ['a type', dict({ a: type('subprocess.Popen') }), /^subprocess\.Popen/],
    ['a walk', dict({ a: type('sklearn._isotonic.np.load') }), /^sklearn\._isotonic\.np\.load/],
    ['the class of an object', node('ObjectNode', 'subprocess.Popen'), /^subprocess\.Popen/],
    [
      'a class that is called',
      node('ListNode', 'builtins.eval', { content: [] }),
      /^builtins\.eval/,
    ],
    [
      'a type of keys',
      node('DictNode', 'builtins.dict', {
        content: { id: json(1) },
        key_types: list(node('FunctionNode', 'os.system')),
      }),
      /^os\.system/,
    ],
    [
      'an operator',
      node('OperatorFuncNode', 'operator.methodcaller', { attrs: list(json('x')) }),
      /^operator\.methodcaller/,
    ],
    [
      'a method of a known class',
      node('MethodNode', 'sklearn.preprocessing._data.StandardScaler', {
        content: { func: '__reduce__', obj: scaler({}) },
      }),
      /StandardScaler\.__reduce__/,
    ],
    ['a class in the state', scaler({ __class__: type('builtins.dict') }), /__class__ set on/],
    [
      'a method replaced',
      scaler({ transform: node('FunctionNode', 'numpy.log1p') }),
      /the method transform/,
    ],
    [
      'a function in the place of a generator',
      dict({ bit_generator: json('set_bit_generator') }),
      /random number generator/,
    ],
    [
      'a node that another with its number stands for',
      list({ ...type('builtins.str'), __id__: 1 }, { ...type('os.system'), __id__: 1 }),
      /^os\.system/,
    ],
    [
      'a node that one of another loader stands for',
      list(
        { ...type('builtins.str'), __id__: 1 },
        { ...node('FunctionNode', 'numpy.log1p'), __id__: 1 },
      ),
      /two different nodes have the same number/,
    ],
    [
      'names of attributes that a function makes',
      node('DictNode', 'builtins.dict', {
        content: { id: json(1) },
        key_types: list(node('FunctionNode', 'numpy.log1p')),
      }),
      /keys of a dict are not of a plain type/,
    ],
    ['a name that is missing', { __loader__: 'TypeNode', __class__: 'x' }, /^\?\.x/],
  ];
  for (const [what, schema, reason] of dangerous) {
    it(`is dangerous with ${what} of another`, async () => {
      const { safety } = await facts(schema);
      equal(safety.verdict, 'dangerous');
      match(safety.reasons?.[0] ?? '', reason);
    });
  }

  const unknown: [string, Node][] = [
    ['a class that nobody knows', scaler({ a: node('ObjectNode', 'mine.Thing') })],
    ['a loader that is not known', node('NewNode', 'builtins.list', { content: [] })],
    ['a class whose constructor opens files', type('xgboost.core.Booster')],
    ['a function that rebuilds', node('FunctionNode', 'copyreg._reconstructor')],
    ['a function that is made like a class', node('ListNode', 'numpy.log1p', { content: [] })],
    [
      'a distribution, which runs a text of its state',
      node('ObjectNode', 'scipy.stats._continuous_distns.uniform_gen', { content: dict({}) }),
    ],
  ];
  for (const [what, schema] of unknown) {
    it(`is not known with ${what}`, async () => {
      const { safety } = await facts(schema);
      equal(safety.verdict, 'unknown-imports');
      ok((safety.reasons ?? []).length > 0);
    });
  }

  it('is as dangerous as a pickle among its members, unless a node reads it as bytes', async () => {
    const data = pickle(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
    const member = { name: 'x.bin', data };
    equal((await facts(scaler({}), member)).safety.verdict, 'dangerous');
    const bytes = node('BytesNode', 'builtins.bytes', { file: 'x.bin' });
    equal((await facts(scaler({ a: bytes }), member)).safety.verdict, 'known-imports');
  });

  it('with two schemas is read in different ways', async () => {
    const first = { name: 'schema.json', data: Buffer.from(JSON.stringify(scaler({}))) };
    equal((await facts(type('os.system'), first)).safety.verdict, 'dangerous');
  });
});
