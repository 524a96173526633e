import assert from 'node:assert/strict';
import { findDuplicate, oneEach } from '../../src/packages/one-each.ts';

describe('questions: each package once', () => {
  const refused: [string, string[], string][] = [
    ['pip', ['a>=1', 'a<2'], 'a is given twice (a>=1, a<2); write one, as in a>=1,<2'],
    [
      'pip',
      ['Foo_Bar', 'foo.bar==2', 'FOO-bar'],
      'foo-bar is given twice (Foo_Bar, foo.bar==2); write one, as in foo-bar==2',
    ],
    ['pip', ['x[a]', 'x[b]'], 'x is given twice (x[a], x[b]); write one, as in x[a,b]'],
    [
      'pip',
      ['x', 'x>=2; python_version > "3"'],
      'x is given twice (x, x>=2; python_version > "3"); give each a marker that parts it from the others, or write one',
    ],
    [
      'pip',
      ['x<2; os_name=="nt"', 'x>2;os_name == "nt"'],
      'x is given twice (x<2; os_name=="nt", x>2;os_name == "nt"); give each a marker that parts it from the others, or write one',
    ],
    [
      'pip',
      ['x', 'x @ https://example.org/x.whl'],
      'x is given twice (x, x @ https://example.org/x.whl); write one of them',
    ],
    [
      'system',
      ['libgl1', 'libgl1=1'],
      'libgl1 is given twice (libgl1, libgl1=1); write one of them',
    ],
  ];
  for (const [key, texts, message] of refused) {
    it(`refuses ${texts.join(' and ')}`, () => {
      const duplicate = findDuplicate(key, texts, 'given');
      assert.equal(`${duplicate?.message}; ${duplicate?.hint}`, message);
      assert.throws(() => oneEach(key, texts), { name: 'UserError', line: message });
    });
  }

  it('takes several of one name where a marker parts them', () => {
    const parted = ['scipy<2; python_version<"3.9"', 'scipy>=2; python_version>="3.9"'];
    assert.deepEqual(oneEach('pip', parted), parted);
  });

  it('takes once what is said twice in other spelling', () => {
    assert.deepEqual(oneEach('pip', ['My_Lib >= 2', 'my.lib>=2']), ['My_Lib >= 2']);
    assert.deepEqual(oneEach('system', ['python3.11', 'python3-11']), ['python3.11', 'python3-11']);
  });

  it('lets other lists be', () => {
    assert.equal(findDuplicate('specAlso', ['cwl', 'cwl'], 'given'), null);
  });
});
