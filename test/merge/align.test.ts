import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differences } from '../../src/merge/align.ts';
import { fastest, runs } from '../folder/memory.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });

/** Length of a longest common subsequence, by the textbook's table. */
function commonLength(a: string[], b: string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (table[i] as number[])[j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at(0, 0);
}

describe('differences of two lists of lines', () => {
  it('turn the one into the other', () => {
    const law = fc.property(lines, lines, (a, b) => {
      const made: string[] = [];
      let at = 0;
      for (const hunk of differences(a, b)) {
        made.push(...a.slice(at, hunk.aFrom), ...b.slice(hunk.bFrom, hunk.bTo));
        at = hunk.aTo;
      }
      assert.deepEqual([...made, ...a.slice(at)], b);
    });
    fc.assert(law, runs());
  });

  it('are as short as can be', () => {
    const law = fc.property(lines, lines, (a, b) => {
      const removed = differences(a, b).reduce((sum, hunk) => sum + hunk.aTo - hunk.aFrom, 0);
      assert.equal(a.length - removed, commonLength(a, b));
    });
    fc.assert(law, runs());
  });

  it('never touch each other', () => {
    const law = fc.property(lines, lines, (a, b) => {
      const found = differences(a, b);
      found.forEach((hunk, at) => {
        const before = found[at - 1];
        assert.ok(hunk.aTo > hunk.aFrom || hunk.bTo > hunk.bFrom);
        if (before) assert.ok(hunk.aFrom > before.aTo && hunk.bFrom > before.bTo);
      });
    });
    fc.assert(law, runs());
  });

  it('stand behind the lines that an added block repeats', () => {
    const a = ['f() {', '}', ''];
    const b = ['f() {', '}', '', 'g() {', '}', ''];
    assert.deepEqual(differences(a, b), [{ aFrom: 3, aTo: 3, bFrom: 3, bTo: 6 }]);
  });

  for (const kinds of [1, 2, 50, 5000])
    it(`take well under a second for 5,000 lines of ${kinds} kinds`, () => {
      const random = (seed: number) =>
        Array.from(
          { length: 5000 },
          (_, at) => `line ${(at * seed * 7919 + ((at * at) % 104729)) % kinds}`,
        );
      assert.ok(fastest(() => differences(random(3), random(5))) < 1000);
    });
});
