import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { isUserError } from '../../src/core/errors.ts';
import { faultsIn } from '../../src/model-spec/check.ts';
import { applyEdits, type Edits } from '../../src/model-spec/edit.ts';
import { editSpecText } from '../../src/model-spec/file.ts';
import { readFileText, readParamText } from '../../src/model-spec/grammar.ts';
import { warningsOf } from '../../src/model-spec/warnings.ts';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const SCHEMA = JSON.parse(read('templates/model-spec.schema.json'));
const SPEC = read('examples/keras-digits/model-spec.json');
const NOTHING: Edits = { inputs: [], outputs: [], params: [], set: [], remove: [], order: null };
const edit = (text: string, edits: Partial<Edits>) => editSpecText(text, { ...NOTHING, ...edits });
const parsed = (edits: Partial<Edits>) => JSON.parse(edit(SPEC, edits));

describe('the texts of params, inputs and outputs', () => {
  const params: [string, object][] = [
    ['t:float=0.5:0..1', { key: 't', type: 'float', default: 0.5, min: 0, max: 1 }],
    ['t:float=-1e-3:..0', { key: 't', type: 'float', default: -0.001, min: -3.40282e38, max: 0 }],
    ['n:int=3', { key: 'n', type: 'int', default: 3, min: -2147483648, max: 2147483647 }],
    ['n:int=3:1..', { key: 'n', type: 'int', default: 3, min: 1, max: 2147483647 }],
    ['v:bool', { key: 'v', type: 'bool', default: false }],
    ['s:string=', { key: 's', type: 'string', default: '' }],
    ['s:string=a:b=c', { key: 's', type: 'string', default: 'a:b=c' }],
    ['m:enum=a:a,b', { key: 'm', type: 'enum', default: 'a', enum: ['a', 'b'] }],
    ['m:enum=a:a b', { key: 'm', type: 'enum', default: 'a', enum: ['a', 'b'] }],
  ];
  for (const [text, meaning] of params) {
    it(`${text} is read`, () => assert.deepEqual(readParamText(text), meaning));
  }

  const wrong: [string, string][] = [
    [
      't',
      "'' is not a param type (int, float, bool, string, enum); write --param threshold:float=0.5:0..1",
    ],
    [
      't:flaot=1',
      "'flaot' is not a param type (int, float, bool, string, enum); write --param threshold:float=0.5:0..1",
    ],
    ['1t:int=1', "'1t' is not a Python identifier; write --param threshold:float=0.5:0..1"],
    ['t:float', 'a float needs a default; write --param t:float=0.5:0..1'],
    ['t:int=0.5', "'0.5' is not a whole number; write --param t:int=3:1..10"],
    [
      't:int=99999999999999999',
      "'99999999999999999' is not a whole number; write --param t:int=3:1..10",
    ],
    ['t:float=inf', "'inf' is not a number; write --param t:float=0.5:0..1"],
    ['t:float=1:0-2', "'0-2' is not a range MIN..MAX; write --param t:float=0.5:0..1"],
    ['t:float=1:2..0', 'the range 2..0 is empty; write --param t:float=0.5:0..1'],
    ['t:float=5:0..1', 'the default 5 is not from 0 to 1; write --param t:float=0.5:0..1'],
    ['v:bool=true', 'a bool has no default: it is true if its flag is given; write --param v:bool'],
    ['s:string', 'a string needs a default, which may be empty; write --param s:string='],
    ['m:enum=a', 'an enum needs a default and its choices; write --param m:enum=fast:fast,slow'],
    ['m:enum=c:a,b', "the default 'c' is not one of a, b; write --param m:enum=fast:fast,slow"],
    ['m:enum=a:a,,b', 'a choice is empty; write --param m:enum=fast:fast,slow'],
    ['m:enum=a:a,a', "'a' is among the choices twice; write --param m:enum=fast:fast,slow"],
  ];
  for (const [text, message] of wrong) {
    it(`${text} is refused, with what works`, () => {
      assert.throws(() => readParamText(text), {
        name: 'UserError',
        line: `--param '${text}': ${message}`,
      });
    });
  }

  it('an input has a name, a type, an extension and perhaps a status', () => {
    assert.deepEqual(readFileText('mask:segmentation:.nii.gz', '--input'), {
      key: 'mask',
      type: 'segmentation',
      extension: '.nii.gz',
      status: null,
    });
    assert.equal(readFileText('a:volume:.npy:optional', '--input').status, 'optional');
    const example =
      'write --output NAME:TYPE:EXTENSION[:STATUS], as in --output mask:segmentation:.nii.gz';
    for (const [text, why] of Object.entries({
      'a:b': "'b' is not a file type (volume, segmentation)",
      'a-b:volume:.npy': "'a-b' is not a Python identifier",
      'a:volume:npy': "'npy' is not a file extension, which begins with a dot",
      'a:volume:./x': "'./x' is not a file extension, which begins with a dot",
      'a:volume:.npy:now': "'now' is not a status (required, suggested, optional)",
      'a:volume:.npy:optional:x': "'x' is not a status (required, suggested, optional)",
    })) {
      assert.throws(() => readFileText(text, '--output'), {
        line: `--output '${text}': ${why}; ${example}`,
      });
    }
  });

  it('any text is read or refused in one line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'a:int=', 'b:enum=x:'),
        (text, start) => {
          for (const step of [
            () => readParamText(start + text),
            () => readFileText(start + text, '--input'),
          ]) {
            try {
              step();
            } catch (error) {
              assert.ok(isUserError(error), String(error));
              assert.doesNotMatch(error.line, /\p{Cc}|\u2028/u);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

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
    ['a field without a value', { set: ['organ'] }, /^--set 'organ' is not KEY=VALUE/],
    ['a part that is not there', { set: ['x.flag=-x'] }, /^--set 'x.flag=-x': there is no such/],
    [
      'a part’s type',
      { set: ['input.type=volume'] },
      /cannot change type of input, only name, description, flag; use --input/,
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
