import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { isUserError } from '../../src/core/errors.ts';
import { faultsIn } from '../../src/model-spec/check.ts';
import { applyEdits, type Edits } from '../../src/model-spec/edit.ts';
import { editSpecText } from '../../src/model-spec/file.ts';
import { warningsOf } from '../../src/model-spec/warnings.ts';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const SCHEMA = JSON.parse(read('templates/model-spec.schema.json'));
const SPEC = read('examples/keras-digits/model-spec.json');
const NOTHING: Edits = {
  inputs: [],
  outputs: [],
  params: [],
  rename: [],
  set: [],
  remove: [],
  order: null,
};
const edit = (text: string, edits: Partial<Edits>) => editSpecText(text, { ...NOTHING, ...edits });
const parsed = (edits: Partial<Edits>) => JSON.parse(edit(SPEC, edits));

describe('an edited specification', () => {
  it('has each new name in its order, and no warning of ABLInfer', () => {
    const spec = parsed({
      inputs: ['mask:segmentation:.nii.gz:optional'],
      outputs: ['scores:volume:.csv'],
      params: ['t:float=0.5', 'v:bool'],
      set: ['organ=Brain', 'maintainers=Ada, Bob', 't.description=where to cut', 'input.flag=-i'],
    });
    assert.deepEqual(spec.order, ['input', 'output', 'mask', 'scores', 't', 'v']);
    assert.deepEqual(warningsOf(spec), []);
    assert.deepEqual(spec.maintainers, ['Ada', 'Bob']);
    assert.equal(spec.params.t.description, 'where to cut');
    assert.equal(spec.params.v.flag, '--v');
    assert.equal(spec.inputs.input.flag, '-i');
    assert.equal(spec.inputs.mask.description, 'FILL IN: what mask holds');
  });

  it('keeps what a person said of a param that is changed', () => {
    const first = edit(SPEC, {
      params: ['t:float=0.5:0..1'],
      set: ['t.description=cut', 't.flag=-t'],
    });
    const { params, order } = JSON.parse(edit(first, { params: ['t:int=3:1..5'] }));
    assert.deepEqual(params.t, {
      ...{ name: 't', description: 'cut', flag: '-t', type: 'int', default: 3, min: 1, max: 5 },
    });
    assert.deepEqual(order, ['input', 'output', 't']);
  });

  it('keeps the tensor of an input whose extension is changed', () => {
    const { inputs } = parsed({ inputs: ['input:volume:.png'] });
    assert.deepEqual(inputs.input, { ...JSON.parse(SPEC).inputs.input, extension: '.png' });
  });

  it('has another name where that is asked for, and the flag that follows it', () => {
    const first = edit(SPEC, { set: ['output.flag=-o'] });
    const spec = JSON.parse(edit(first, { rename: ['input=scan', 'output=mask'] }));
    assert.deepEqual([Object.keys(spec.inputs), Object.keys(spec.outputs)], [['scan'], ['mask']]);
    assert.deepEqual(spec.order, ['scan', 'mask']);
    assert.equal(spec.inputs.scan.flag, '--scan=');
    assert.equal(spec.inputs.scan.name, 'scan');
    assert.equal(spec.outputs.mask.flag, '-o');
    assert.deepEqual(spec.inputs.scan.tensor, JSON.parse(SPEC).inputs.input.tensor);
  });

  it('has what is said of the tensor, the labels and the columns', () => {
    const set = [
      'input.tensor.dtype=int64',
      'input.tensor.shape=(1, 3, ?, any)',
      'input.columns=age:float64, city:str,n',
      'output.labels=cat, dog',
    ];
    const text = edit(SPEC, { set });
    const { inputs, outputs } = JSON.parse(text);
    assert.equal(inputs.input.tensor.dtype, 'int64');
    assert.deepEqual(inputs.input.tensor.shape, [1, 3, null, null]);
    assert.deepEqual(inputs.input.columns, [
      { name: 'age', dtype: 'float64' },
      { name: 'city', dtype: 'str' },
      { name: 'n', dtype: null },
    ]);
    assert.deepEqual(outputs.output.labels, ['cat', 'dog']);
    const none = ['input.tensor.dtype=', 'input.tensor.shape=', 'input.columns=', 'output.labels='];
    const bare = JSON.parse(edit(text, { set: none }));
    assert.deepEqual(bare.inputs.input.tensor.shape, null);
    assert.ok(!('columns' in bare.inputs.input) && !('labels' in bare.outputs.output));
  });

  it('has the order that is asked for', () => {
    assert.deepEqual(parsed({ order: 'output,input' }).order, ['output', 'input']);
    assert.deepEqual(parsed({ order: 'output input' }).order, ['output', 'input']);
  });

  const wrong: [string, Partial<Edits>, RegExp][] = [
    ['a name of another section', { params: ['input:bool'] }, /^input is already in inputs/],
    [
      'a name that is not there to remove',
      { remove: ['x'] },
      /^--remove x: there is no such .*; there are input, output$/,
    ],
    [
      'a field that there is not',
      { set: ['colour=red'] },
      /^--set 'colour=red' is not KEY=VALUE, where KEY is/,
    ],
    ['a dtype of no array', { set: ['input.tensor.dtype=float'] }, /'float' is not a dtype, such/],
    [
      'a shape of letters',
      { set: ['input.tensor.shape=1,n'] },
      /'1,n' is not a shape, such as 1,3/,
    ],
    ['a label twice', { set: ['output.labels=a,b,a'] }, /'a,b,a' has the label a twice/],
    ['a column twice', { set: ['input.columns=a,a:str'] }, /has the column a twice/],
    ['a column of no dtype', { set: ['input.columns=a:text'] }, /has text as dtype of a; write/],
    ['a field of __proto__', { set: ['input.__proto__=1'] }, /cannot change __proto__, only/],
    ['a name that is taken', { rename: ['input=output'] }, /^output is already in outputs/],
    ['a name with a blank', { rename: ['input=a b'] }, /'a b' is not a Python identifier/],
    ['a new name alone', { rename: ['scan'] }, /^--rename 'scan' is not OLD=NEW; write --rename/],
    ['a name of nothing', { rename: ['x=y'] }, /^--rename 'x=y': there is no such input/],
    ['a field without a value', { set: ['organ'] }, /^--set 'organ' is not KEY=VALUE/],
    ['a part that is not there', { set: ['x.flag=-x'] }, /^--set 'x.flag=-x': there is no such/],
    [
      'a part’s type',
      { set: ['input.type=volume'] },
      /cannot change type, only name, description, flag, tensor\.name, .*columns; use --input/,
    ],
    [
      'an order that lacks a name',
      { order: 'input' },
      /^order does not list output; .*; nothing was changed$/,
    ],
    [
      'a flag of the image',
      { set: ['input.flag=--help'] },
      /^inputs\.input\.flag must be no bare dash/,
    ],
    [
      'a flag of another',
      { set: ['input.flag=--output'] },
      /^outputs\.output\.flag is also the flag of inputs\.input/,
    ],
  ];
  for (const [what, edits, message] of wrong) {
    it(`${what} is refused`, () =>
      assert.throws(() => edit(SPEC, edits), { name: 'UserError', line: message }));
  }

  it('may keep a fault that was there, but gets no new one', () => {
    const faulty = SPEC.replace('"required"', '"maybe"');
    assert.match(edit(faulty, { set: ['organ=Brain'] }), /"organ": "Brain"/);
    const twice = SPEC.replace('  "task"', '  "organ": "",\n  "task"');
    assert.throws(() => edit(twice, { set: ['organ=Brain'] }), /repeats a key/);
    assert.throws(
      () => edit('{"a": 1,\n}', { set: ['organ=B'] }),
      /^UserError: model-spec\.json:2: invalid JSON/,
    );
  });
});

const NAMES = ['a', 'b', 'c', 'input', 'output'] as const;
const name = fc.constantFrom(...NAMES);
const files = fc.tuple(
  name,
  fc.constantFrom('volume:.npy', 'segmentation:.nii.gz:optional', 'volume:.png'),
);
const kinds = fc.constantFrom('int=3:1..5', 'float=0.5', 'bool', 'string=x:y', 'enum=x:x,y');
const step: fc.Arbitrary<Partial<Edits>> = fc.oneof(
  files.map(([key, rest]) => ({ inputs: [`${key}:${rest}`] })),
  files.map(([key, rest]) => ({ outputs: [`${key}:${rest}`] })),
  fc.tuple(name, kinds).map(([key, rest]) => ({ params: [`${key}:${rest}`] })),
  name.map((key) => ({ remove: [key] })),
  fc
    .tuple(name, fc.constantFrom('', '-x', '--y=', '--help'))
    .map(([key, flag]) => ({ set: [`${key}.flag=${flag}`] })),
  fc.shuffledSubarray([...NAMES]).map((names) => ({ order: names.join(',') })),
  fc.string().map((text) => ({ set: [`organ=${text}`] })),
);

/** The same specification as people may have it written. */
const STYLES: Record<string, (text: string) => string> = {
  'as it comes': (text) => text,
  'with tabs': (text) => JSON.stringify(JSON.parse(text), null, '\t'),
  'on one line': (text) => JSON.stringify(JSON.parse(text)),
  'with the line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'with its keys the other way round': (text) =>
    `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 4)}\n`,
};

describe('any sequence of edits', () => {
  for (const [style, write] of Object.entries(STYLES)) {
    it(`keeps every rule, or is refused: ${style}`, () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
          let text = write(SPEC);
          for (const edits of steps) {
            try {
              text = edit(text, edits);
            } catch (error) {
              if (!isUserError(error)) throw error;
            }
            assert.deepEqual(faultsIn(text, SCHEMA), []);
            assert.deepEqual(warningsOf(JSON.parse(text)), []);
          }
        }),
        { numRuns: 60 },
      );
    });

    it(`adding and taking out again gives the same bytes: ${style}`, () => {
      const parts = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'), { minLength: 1 });
      fc.assert(
        fc.property(parts, fc.array(kinds, { minLength: 4, maxLength: 4 }), (keys, rest) => {
          const before = write(SPEC);
          const added = edit(before, {
            params: keys.slice(1).map((key, at) => `${key}:${rest[at]}`),
            inputs: [`${keys[0]}:segmentation:.nii.gz`],
          });
          assert.notEqual(added, before);
          assert.equal(edit(added, { remove: keys }), before);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('leaves the given specification as it is', () => {
    const spec = JSON.parse(SPEC);
    applyEdits(spec, { ...NOTHING, remove: ['input'], set: ['organ=x'] });
    assert.deepEqual(spec, JSON.parse(SPEC));
  });
});
