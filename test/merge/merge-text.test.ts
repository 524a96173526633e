import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasConflictMarkers } from '../../src/merge/conflict-markers.ts';
import { mergeText } from '../../src/merge/merge-text.ts';
import { fastest, runs } from '../folder/memory.ts';

const BASE = 'FROM a\nRUN b\nCOPY c\nUSER d\nCMD e\n';
const NEXT = 'FROM a2\nRUN b\nCOPY c\nUSER d\nCMD e\n';

/** Each row: what the person did, their text, and what the merge with NEXT must be. */
const CASES: [string, string, string][] = [
  ['left it', BASE, NEXT],
  ['added a line far from the change', `${BASE}# mine\n`, `${NEXT}# mine\n`],
  ['removed a line', 'FROM a\nRUN b\nUSER d\nCMD e\n', 'FROM a2\nRUN b\nUSER d\nCMD e\n'],
  [
    'moved the last lines',
    'FROM a\nRUN b\nUSER d\nCMD e\nCOPY c\n',
    'FROM a2\nRUN b\nUSER d\nCMD e\nCOPY c\n',
  ],
  [
    'indented other lines',
    'FROM a\nRUN b\n  COPY c\n  USER d\nCMD e\n',
    'FROM a2\nRUN b\n  COPY c\n  USER d\nCMD e\n',
  ],
  ['converted it to CRLF', BASE.replaceAll('\n', '\r\n'), NEXT.replaceAll('\n', '\r\n')],
  ['has CRLF on one line', BASE.replace('c\n', 'c\r\n'), NEXT.replace('c\n', 'c\r\n')],
  ['added a byte order mark', `\uFEFF${BASE}`, `\uFEFF${NEXT}`],
  [
    'added a byte order mark and changed the same line',
    `\uFEFF${BASE.replace('a\n', 'mine\n')}`,
    '\uFEFF<<<<<<< yours\nFROM mine\n||||||| base\nFROM a\n=======\nFROM a2\n>>>>>>> generator\nRUN b\nCOPY c\nUSER d\nCMD e\n',
  ],
  ['took the final newline away', BASE.slice(0, -1), NEXT.slice(0, -1)],
  ['made the same change', NEXT, NEXT],
  ['made the same change and another', `${NEXT}# mine\n`, `${NEXT}# mine\n`],
  [
    'changed the same line',
    BASE.replace('a\n', 'mine\n'),
    '<<<<<<< yours\nFROM mine\n||||||| base\nFROM a\n=======\nFROM a2\n>>>>>>> generator\nRUN b\nCOPY c\nUSER d\nCMD e\n',
  ],
  [
    'changed the line beside the change',
    BASE.replace('RUN b', 'RUN mine'),
    '<<<<<<< yours\nFROM a\nRUN mine\n||||||| base\nFROM a\nRUN b\n=======\nFROM a2\nRUN b\n>>>>>>> generator\nCOPY c\nUSER d\nCMD e\n',
  ],
  ['emptied it', '', `<<<<<<< yours\n||||||| base\n${BASE}=======\n${NEXT}>>>>>>> generator\n`],
  [
    'changed the same line in a CRLF file',
    'FROM mine\r\nRUN b\r\n',
    '<<<<<<< yours\r\nFROM mine\r\n||||||| base\r\nFROM a\r\n=======\r\nFROM a2\r\n>>>>>>> generator\r\nRUN b\r\n',
  ],
];

describe('merge by lines', () => {
  for (const [what, yours, expected] of CASES)
    it(`when the person ${what}`, () => assert.equal(mergeText(BASE, yours, NEXT), expected));

  it('conflicts when both sides append a line', () => {
    assert.equal(
      mergeText('a\n', 'a\nmine\n', 'a\nnew\n'),
      'a\n<<<<<<< yours\nmine\n||||||| base\n=======\nnew\n>>>>>>> generator\n',
    );
  });

  it('ends the person’s last line where another line comes to stand behind it', () => {
    assert.equal(mergeText('x\na\nb\n', 'y\na\nb', 'x\na\nb\nnew\n'), 'y\na\nb\nnew');
  });

  it('without a base conflicts only where the two differ', () => {
    assert.equal(
      mergeText(null, 'a\nmine\nc\n', 'a\nb\nc\n'),
      'a\n<<<<<<< yours\nmine\n||||||| base\n=======\nb\n>>>>>>> generator\nc\n',
    );
  });

  const line = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const text = fc
    .array(line, { maxLength: 10 })
    .map((all) => all.map((each) => `${each}\n`).join(''));

  it('takes the whole of a side where the other changed nothing', () => {
    const law = fc.property(text, text, (one, other) => {
      fc.pre(one !== '');
      assert.equal(mergeText(one, one, other), other);
      assert.equal(mergeText(one, other, one), other);
      assert.equal(mergeText(one, other, other), other);
    });
    fc.assert(law, runs());
  });

  it('loses no line that the person wrote', () => {
    const mine = fc.array(fc.tuple(fc.nat(10), fc.nat(99)), { maxLength: 4 });
    const law = fc.property(text, text, mine, (base, next, additions) => {
      const lines = base.split('\n').slice(0, -1);
      for (const [at, number] of additions) lines.splice(at, 0, `# mine ${number}`);
      const merged = mergeText(base, lines.map((each) => `${each}\n`).join(''), next);
      for (const [, number] of additions) assert.ok(merged.includes(`# mine ${number}\n`));
    });
    fc.assert(law, runs());
  });

  it('conflicts from one side exactly where it does from the other', () => {
    const law = fc.property(text, text, text, (base, one, other) => {
      const [there, back] = [mergeText(base, one, other), mergeText(base, other, one)];
      assert.equal(hasConflictMarkers(there), hasConflictMarkers(back));
      if (!hasConflictMarkers(there)) assert.equal(there, back);
    });
    fc.assert(law, runs());
  });

  it('takes well under a second for 5,000 repetitive lines', () => {
    const lines = (seed: number) =>
      Array.from({ length: 5000 }, (_, at) => `line ${(at * at * seed) % 50}\n`);
    const base = lines(3);
    const yours = base.toSpliced(20, 1, 'mine\n');
    const next = base.toSpliced(4900, 3, 'new\n');
    assert.equal(
      mergeText(base.join(''), yours.join(''), next.join('')),
      yours.toSpliced(4900, 3, 'new\n').join(''),
    );
    const all = [base, lines(7), lines(11)].map((each) => each.join('')) as [
      string,
      string,
      string,
    ];
    assert.ok(fastest(() => mergeText(...all)) < 1000);
  });
});
