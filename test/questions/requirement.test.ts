import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkRequirement,
  requirementName,
  splitRequirements,
} from '../../src/questions/requirement.ts';

const GOOD = [
  'numpy',
  'pandas>=2.2,<3',
  'pandas >= 2.2, < 3',
  'torchio[csv]==0.20',
  'a [x, y] (>=1,<2)',
  'pywin32; sys_platform == "win32"',
  "tomli>=2; python_version < '3.11' and extra == 'x'",
  'lab @ https://example.org/lab-1.0-py3-none-any.whl',
  'lab @ file:///w/lab.whl ; python_version >= "3.10"',
  'x===1.0+local',
  'x~=1.4.2',
  'x!=1.5.*',
];

describe('requirements', () => {
  for (const text of GOOD) {
    it(`${text} is one, kept as written`, () => assert.equal(checkRequirement(text), text));
    it(`${text} alone in a list stays whole`, () => {
      assert.deepEqual(splitRequirements(text), [text.replace(', <', ',<')]);
    });
  }

  for (const text of ['', '-r x.txt', 'a b', '>=2', 'a\n-e .', 'a=1', '$(x)', 'a; \u202e', 'a@b']) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.throws(() => checkRequirement(text), /is no Python requirement; write it like/);
    });
  }

  it('a version alone is told from a name', () => {
    assert.throws(
      () => checkRequirement('1.10'),
      /is a version without a name; write both together/,
    );
  });

  it('are split at commas and blanks, but not inside bounds', () => {
    assert.deepEqual(splitRequirements('numpy, pandas>=2.2,<3 scipy[a,b]'), [
      'numpy',
      'pandas>=2.2,<3',
      'scipy[a,b]',
    ]);
  });

  it('keep a version’s last zero', () => {
    assert.deepEqual(splitRequirements('x==1.10'), ['x==1.10']);
  });

  it('have names that compare as indexes compare them', () => {
    assert.equal(requirementName('Foo_Bar.baz[x]>=1'), 'foo-bar-baz');
  });

  it('a checked list comes back whole from its joined text', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
    const bound = fc.constantFrom('', '==1.10', '>=1,<2', '[x]', '[x,y]>=2', '~=1.4');
    const requirement = fc.tuple(name, bound).map(([n, b]) => `${n}${b}`);
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 6 }), (list) => {
        assert.deepEqual(splitRequirements(list.join(', ')), list);
      }),
    );
  });
});
