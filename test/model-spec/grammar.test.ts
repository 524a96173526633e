import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isUserError } from '../../src/core/errors.ts';
import { readFileText, readParamText } from '../../src/model-spec/grammar.ts';

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
