import assert from 'node:assert/strict';
import fc from 'fast-check';
import { both, canMeet, contains, includes } from '../../src/packages/specifier.ts';
import {
  compareLocal,
  comparePublic,
  compareVersions,
  parseVersion,
} from '../../src/packages/version.ts';

const small = fc.integer({ min: 0, max: 4 });
const release = fc.array(small, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const version = fc
  .tuple(
    release,
    fc.constantFrom('', '', '', 'a1', 'rc2', '.dev3', '.post1'),
    fc.constantFrom('', '', '', '+cpu', '+cu130'),
  )
  .map((parts) => parts.join(''));
const clause = fc.oneof(
  fc.tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), release).map((c) => c.join('')),
  fc.tuple(fc.constantFrom('==', '!='), release).map(([op, v]) => `${op}${v}.*`),
  fc.tuple(release, small).map(([v, last]) => `~=${v}.${last}`),
);
const range = fc.array(clause, { maxLength: 3 }).map((clauses) => clauses.join(','));
const final = release;

/** The whole order, labels after `+` included. */
function compare(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  assert.ok(left && right);
  return comparePublic(left, right) || compareLocal(left.local, right.local);
}

describe('catalog: versions and ranges (PEP 440)', () => {
  // As packaging 26 says them.
  const cases: [string, string, boolean][] = [
    ['', '1.0', true],
    ['==2.14.1', '2.14.1+cpu', true],
    ['==2.14.1+cpu', '2.14.1', false],
    ['==2.14.1+cu130', '2.14.1+cpu', false],
    ['!=2.14.1', '2.14.1+cpu', false],
    ['==2.14', '2.14.0', true],
    ['==2.14', '2.14.1', false],
    ['==2.14.*', '2.14.1+cpu', true],
    ['!=2.14.*', '2.13.9', true],
    ['>=2', '2.0', true],
    ['>2', '2.0.post1', false],
    ['>2', '2.0+cpu', false],
    ['>2', '2.0.1', true],
    ['<3', '3.0rc1', false],
    ['<3.0rc2', '3.0rc1', true],
    ['<=2.14.1', '2.14.1+cpu', true],
    ['~=2.2', '2.9', true],
    ['~=2.2', '3.0', false],
    ['~=2.2.1', '2.3', false],
    ['~=2.2.1', '2.2.10', true],
    ['>=2.9,<2.10', '2.9.1', true],
    ['>=1.26, <3', '2.4.6', true],
    ['===2.0', '2.0.0', false],
    ['==1!2.0', '2.0', false],
    ['>=3.15', '3.15.1', true],
    ['==v1.0', '1.0', true],
  ];
  for (const [specifier, candidate, expected] of cases) {
    it(`'${specifier}' ${expected ? 'has' : 'has not'} ${candidate}`, () =>
      assert.equal(contains(specifier, candidate), expected));
  }

  it('puts releases in their order', () => {
    const order = `1.dev1 1a1.dev1 1a1 1b2 1rc1 1 1+abc 1+abc.2 1+5 1.post0.dev1 1.post0 1.0.1 1.2 1.10 1!0`;
    const list = order.split(' ');
    const sorted = list.toReversed().sort((a, b) => compare(a, b));
    assert.deepEqual(sorted, list);
    assert.equal(compare('1.0', 'v1'), 0);
    assert.equal(compareVersions('2.1+cpu', '2.1'), 0);
    assert.equal(compareVersions('1.0', 'no version'), 0);
  });

  it('orders any versions, one way round', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab, ba] = [compare(a, b), compare(b, a)];
        assert.equal(Math.sign(ab) + Math.sign(ba), 0);
        if (ab <= 0 && compare(b, c) <= 0) {
          assert.ok(compare(a, c) <= 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('has every final version on one side of a bound', () => {
    fc.assert(
      fc.property(final, final, (bound, candidate) => {
        assert.notEqual(contains(`<${bound}`, candidate), contains(`>=${bound}`, candidate));
        assert.notEqual(contains(`>${bound}`, candidate), contains(`<=${bound}`, candidate));
        assert.notEqual(contains(`==${bound}`, candidate), contains(`!=${bound}`, candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads ~= as the two clauses that it stands for', () => {
    fc.assert(
      fc.property(release, small, version, (head, last, candidate) => {
        const long = `>=${head}.${last},==${head}.*`;
        assert.equal(contains(`~=${head}.${last}`, candidate), contains(long, candidate));
      }),
      { numRuns: 2000 },
    );
  });

  const pairs: [string, string, boolean][] = [
    ['>=1.26,<3', '<1', false],
    ['>=1.26,<3', '>=3', false],
    ['>=1.26,<3', '<2', true],
    ['>=1.26,<3', '==1.26', true],
    ['>=1.26,<3', '==3.*', false],
    ['>=1.26,<3', '~=2.1', true],
    ['>=1.26,<3', '', true],
    ['<2', '>1.99999', true],
    ['==2.0', '!=2', false],
    ['==2.*', '!=2.*', false],
    ['>=2,<2.1', '!=2.0.*', false],
    ['>=11,<14', '>=13.9.9', true],
    ['~=1.4.2', '>=1.5', false],
  ];
  for (const [a, b, expected] of pairs) {
    it(`'${a}' and '${b}' ${expected ? 'meet' : 'do not meet'}`, () => {
      assert.equal(canMeet(a, b), expected);
      assert.equal(canMeet(b, a), expected);
    });
  }

  it('never says that ranges with a version in common do not meet', () => {
    fc.assert(
      fc.property(range, range, version, (a, b, candidate) => {
        if (contains(a, candidate) && contains(b, candidate)) {
          // A range of pre-releases alone is none that pip chooses from.
          fc.pre(!/[a-z]/.test(candidate.replace(/\+.*/, '')));
          assert.ok(canMeet(a, b));
        }
        assert.equal(canMeet(a, b), canMeet(b, a));
      }),
      { numRuns: 3000 },
    );
  });

  it('says of a range that it includes another only where no final version shows otherwise', () => {
    fc.assert(
      fc.property(range, range, final, (wide, narrow, candidate) => {
        if (includes(wide, narrow) && contains(narrow, candidate)) {
          assert.ok(contains(wide, candidate));
        }
        assert.ok(includes('', narrow));
        assert.ok(includes(narrow, narrow));
      }),
      { numRuns: 3000 },
    );
  });

  it('puts two ranges together to the range of what is in both', () => {
    fc.assert(
      fc.property(range, range, final, (a, b, candidate) => {
        const expected = contains(a, candidate) && contains(b, candidate);
        assert.equal(contains(both(a, b), candidate), expected);
      }),
      { numRuns: 3000 },
    );
    assert.equal(both('>=2', '>=1.26,<3'), '>=2,<3');
    assert.equal(both('==1.26.4', '>=1.26,<3'), '==1.26.4');
    assert.equal(both('', '<2'), '<2');
  });
});
