import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeRequirements } from '../../src/merge/merge-requirements.ts';
import { requirementName } from '../../src/merge/requirement-entries.ts';
import { fastest, runs } from '../folder/memory.ts';

/** The merged text. */
const merge = (...given: Parameters<typeof mergeRequirements>) => mergeRequirements(...given).text;

const BASE = '# The framework\ntorch==2.1\n\n# Packages\nnumpy\n';
const NEXT = '# The framework\ntorch==2.2\n\n# Packages\nnumpy\npandas>=2\n';

/** Each row: what the person did, their text, and what the merge with NEXT must be. */
const CASES: [string, string, string][] = [
  ['left it', BASE, NEXT],
  [
    'appended a requirement too',
    `${BASE}scipy\n`,
    '# The framework\ntorch==2.2\n\n# Packages\nnumpy\npandas>=2\nscipy\n',
  ],
  [
    're-ordered, commented and spaced it',
    'numpy  # mine: for arrays\n# mine\n\n\ntorch == 2.1   # mine: pinned\n# Packages\n',
    'numpy  # mine: for arrays\npandas>=2\n# mine\n\n\ntorch==2.2   # mine: pinned\n# Packages\n',
  ],
  ['removed the comments and a requirement', 'torch==2.1\n', 'torch==2.2\npandas>=2\n'],
  ['converted it to CRLF', BASE.replaceAll('\n', '\r\n'), NEXT.replaceAll('\n', '\r\n')],
  ['took the final newline away', BASE.slice(0, -1), NEXT.slice(0, -1)],
  [
    'added the same requirement in another spelling',
    `${BASE}Pandas >= 2\n`,
    `${BASE.replace('2.1', '2.2')}Pandas >= 2\n`,
  ],
  ['added an option', `-f ./wheels\n${BASE}`, `-f ./wheels\n${NEXT}`],
  [
    'pinned the same requirement otherwise',
    BASE.replace('2.1', '2.0'),
    '# The framework\n<<<<<<< yours\ntorch==2.0\n||||||| base\ntorch==2.1\n=======\ntorch==2.2\n>>>>>>> generator\n\n# Packages\nnumpy\npandas>=2\n',
  ],
  [
    'added the new requirement with another version',
    `${BASE}pandas<2\n`,
    `${BASE.replace('2.1', '2.2')}<<<<<<< yours\npandas<2\n||||||| base\n=======\npandas>=2\n>>>>>>> generator\n`,
  ],
  [
    'removed the requirement that changes',
    '# Packages\nnumpy\n',
    '<<<<<<< yours\n||||||| base\ntorch==2.1\n=======\ntorch==2.2\n>>>>>>> generator\n# Packages\nnumpy\npandas>=2\n',
  ],
];

describe('merge of requirements by name', () => {
  for (const [what, yours, expected] of CASES)
    it(`when the person ${what}`, () => assert.equal(merge(BASE, yours, NEXT), expected));

  it('keeps what the person wrote behind a requirement that the generator dropped', () => {
    assert.equal(merge('a\nb\n', 'a\nb  # mine: bug 42\n', 'a\n'), 'a\n# mine: bug 42\n');
    const kept = merge('a\nb\n', 'b  # mine\r\na\r\n', 'a\n');
    assert.equal(kept, '# mine\r\na\r\n');
    assert.equal(merge('a\n', kept, 'a\n'), kept);
  });

  it('removes what the generator dropped, and conflicts where the person had changed it', () => {
    assert.equal(merge('a\nb\n', '# mine\nb\na # mine\n', 'a\n'), '# mine\na # mine\n');
    assert.equal(
      merge('a\nb\n', 'a\nb<2\n', 'a\n'),
      'a\n<<<<<<< yours\nb<2\n||||||| base\nb\n=======\n>>>>>>> generator\n',
    );
  });

  it('tells requirements of one name apart by their markers', () => {
    const base = 'a==1; python_version < "3.12"\na==2; python_version >= "3.12"\n';
    const next = base.replace('a==2', 'a==3');
    assert.equal(merge(base, `# mine\n${base}`, next), `# mine\n${next}`);
  });

  it('keeps continued lines together', () => {
    const base = 'a==1 \\\n    --hash=sha256:00\nb\n';
    const next = 'a==2 \\\n    --hash=sha256:11\nb\n';
    assert.equal(merge(base, `# mine\n${base}`, next), `# mine\n${next}`);
  });

  it('joins both without a base', () => {
    assert.equal(merge(null, 'mine\na\n', 'a\nb\n'), 'mine\na\nb\n');
  });

  it('takes well under a second for 5,000 lines', () => {
    const lines = (word: string, kinds: number) =>
      Array.from({ length: 5000 }, (_, at) => `${word}${at % kinds}\n`).join('');
    assert.ok(fastest(() => merge(null, lines('a', 5000), lines('b', 5000))) < 1000);
    assert.ok(fastest(() => merge('', lines('# ', 3), lines('# ', 7))) < 1000);
  });

  const names: [string, string | null][] = [
    ['NumPy', 'numpy'],
    ['zope.interface[x, y]>=1', 'zope-interface'],
    ['a__b-.c ; python_version < "3"', 'a-b-c'],
    ['pkg @ https://example.org/p.whl', 'pkg'],
    ['./wheels/My_Pkg-1.0-py3-none-any.whl', 'my-pkg'],
    ['pkg # remark', 'pkg'],
    ['--extra-index-url https://example.org', null],
    ['-r other.txt', null],
    ['# a comment', null],
    ['', null],
  ];
  for (const [text, name] of names)
    it(`knows ${JSON.stringify(text)} as ${name}`, () => assert.equal(requirementName(text), name));

  const entry = fc.constantFrom('a==1', 'a==2', 'B_b', 'b-b>1', 'c', 'd', '# x', '# y', '', '-f w');
  const file = fc
    .array(entry, { maxLength: 7 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));

  it('takes the whole of a side where the other changed nothing', () => {
    const law = fc.property(file, file, (one, other) => {
      assert.equal(merge(one, other, one), other);
      assert.equal(merge(one, other, other), other);
    });
    fc.assert(law, runs());
  });

  it('never doubles a name, loses no line of the person’s, and has what the generator added', () => {
    const distinct = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), {
      maxLength: 5,
    });
    const law = fc.property(distinct, distinct, distinct, (base, yours, next) => {
      const text = (names: string[]) => names.map((name) => `${name}\n`).join('');
      const merged = merge(text(base), text(yours), text(next)).split('\n').slice(0, -1);
      assert.equal(new Set(merged).size, merged.length);
      for (const name of yours)
        assert.ok(merged.includes(name) || (base.includes(name) && !next.includes(name)));
      for (const name of next)
        assert.ok(merged.includes(name) || (base.includes(name) && !yours.includes(name)));
    });
    fc.assert(law, runs());
  });
});
