import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainJsonFault } from '../../src/config/json-fault.ts';

const told = (text: string) => {
  try {
    JSON.parse(text);
  } catch (error) {
    const { line, message } = explainJsonFault(text, (error as Error).message);
    return `${line}: ${message.replace(/^invalid JSON: /, '')}`;
  }
  return 'JSON';
};

describe('why a text is no JSON', () => {
  const faults: [string, string, string][] = [
    ['a comma too many', '{\n  "a": 1,\n}\n', '2: a comma before }, after "a"; remove the comma'],
    ['one in a list', '{"a": [1,\n\n]}', '1: a comma before ], after "a"; remove the comma'],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}\n', '2: a comma is missing, after "a"; add one'],
    ['a missing colon', '{\n  "a" 1\n}\n', '2: a colon is missing, after "a"; add one'],
    ['a missing value', '{\n  "a": ,\n  "b": 1\n}', '2: a value is missing, after "a"; add one'],
    [
      'a comment',
      '{\n  "a": 1, // mine\n  "b": 2\n}\n',
      '2: a comment, which JSON does not allow, after "a"',
    ],
    ['an open text', '{\n  "a": "x,\n  "b": 2\n}\n', '2: a string has no closing quote, after "a"'],
    ['a bare word', '{\n  "a": debian\n}\n', '2: debian is not in quotes, after "a"'],
    ['single quotes', "{\n  'a': 1\n}\n", "2: 'a' instead of a key in double quotes"],
    [
      'a single-quoted value',
      `{"a": 'x'}`,
      `1: 'x' instead of a string in double quotes, after "a"`,
    ],
    ['the wrong bracket', '{"a": [1}', '1: } instead of ], after "a"'],
    ['text behind the end', '{\n  "a": 1\n}\n}\n', '4: text after the end, after "a"'],
    ['a file cut short', '{\n  "a": {"b": 1}', '2: the file ends before the closing }, after "b"'],
    ['nothing', ' \n', '1: the file is empty'],
    [
      'markers of a merge',
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}',
      '2: conflict markers are left at lines 2, 6: keep the right lines, delete the markers, and run this again',
    ],
  ];
  for (const [what, text, expected] of faults) {
    it(`is told for ${what}`, () => assert.equal(told(text), expected));
  }

  it('is the parser’s affair where only the parser knows', () => {
    assert.match(told('{\n  "a": 01\n}'), /^2: /);
  });

  it('is told in one line that stands in the text, whatever is cut out of it', () => {
    const value = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.integer())));
    const law = fc.property(value, fc.nat(), fc.nat(3), (object, at, length) => {
      const text = JSON.stringify(object, null, 2);
      const from = at % text.length;
      const line = told(text.slice(0, from) + text.slice(from + length));
      fc.pre(line !== 'JSON');
      assert.match(line, /^\d+: [^\n]+$/);
      assert.ok(Number.parseInt(line, 10) <= text.split('\n').length);
    });
    fc.assert(law, { numRuns: 2000 });
  });
});
