/** The table of merging: what becomes of a file, by what was rendered last, what is there, and what is rendered now. */
import assert from 'node:assert/strict';
import type { CurrentFile } from '../../src/core/folder-state.ts';
import { decide, type Sides, type Verdict } from '../../src/reconcile/decide.ts';

const [A, B, C] = ['a\n', 'b\n', 'c\n'];
const file = (text: string | null): CurrentFile => ({ kind: 'file', mode: 0o644, text });
const ABSENT: CurrentFile = { kind: 'absent' };
const LINK: CurrentFile = { kind: 'symlink' };

const PLAIN: Sides = {
  ...{ known: true, base: A, current: file(A), next: A },
  ...{ once: false, owned: false, binary: false, asked: false },
};

/** Base, current and next of an ordinary file; null: there is none. */
const TABLE: [string | null, CurrentFile, string | null, Verdict][] = [
  [A, file(A), A, 'unchanged'],
  [A, file(A), B, 'update'],
  [A, file(B), A, 'unchanged'],
  [A, file(B), B, 'unchanged'],
  [A, file(B), C, 'merge'],
  [A, ABSENT, A, 'keep-deleted'],
  [A, ABSENT, B, 'keep-deleted'],
  [A, file(A), null, 'delete'],
  [A, file(B), null, 'keep-edited'],
  [A, ABSENT, null, 'forget'],
  [null, ABSENT, A, 'create'],
  [null, file(A), A, 'unchanged'],
  [null, file(A), B, 'merge'],
  [null, file(A), null, 'keep-edited'],
  [null, ABSENT, null, 'forget'],
  [A, LINK, A, 'unchanged'],
  [A, LINK, B, 'beside'],
  [A, LINK, null, 'keep-edited'],
  [A, file(null), B, 'beside'],
  [A, file(null), null, 'keep-edited'],
  [null, LINK, A, 'beside'],
];

const shown = (text: string | null) => (text === null ? '-' : text.trim());
const standing = (current: CurrentFile) =>
  current.kind === 'file' ? shown(current.text ?? 'no text') : current.kind;

describe('the table of merging', () => {
  for (const [base, current, next, verdict] of TABLE)
    it(`base ${shown(base)}, current ${standing(current)}, next ${shown(next)}: ${verdict}`, () => {
      assert.equal(decide({ ...PLAIN, known: base !== null, base, current, next }), verdict);
    });

  it('takes line ends, byte order mark and final newline for no difference', () => {
    for (const text of ['a\r\n', '\uFEFFa\n', 'a'])
      assert.equal(decide({ ...PLAIN, current: file(text), next: B }), 'update');
    assert.equal(decide({ ...PLAIN, current: file('b\r\n'), next: B }), 'unchanged');
  });

  it('merges with an empty base where that is lost, and never overwrites', () => {
    for (const next of [A, B, C]) {
      const verdict = decide({ ...PLAIN, base: null, current: file(B), next });
      assert.equal(verdict, next === B ? 'unchanged' : 'merge');
    }
  });

  it('keeps a file that is written once, unless it is untouched', () => {
    const once = { ...PLAIN, once: true, next: B };
    assert.equal(decide({ ...once, current: file(C) }), 'keep-edited');
    assert.equal(decide(once), 'update');
  });

  it('puts a binary file that was changed beside', () => {
    assert.equal(decide({ ...PLAIN, binary: true, current: file(B), next: C }), 'beside');
    assert.equal(decide({ ...PLAIN, binary: true, next: C }), 'update');
  });

  it('merges a file that the generator read for this very text', () => {
    assert.equal(decide({ ...PLAIN, owned: true, next: B }), 'merge');
    assert.equal(decide({ ...PLAIN, owned: true, current: LINK }), 'unchanged');
  });

  it('merges again what a command names, although nothing else is new', () => {
    assert.equal(decide({ ...PLAIN, asked: true, current: file(B) }), 'merge');
  });
});
