/** The table of merging: the action for a file, by the text rendered last, the current one, and the next one. */
import assert from 'node:assert/strict';
import type { CurrentFile } from '../../src/core/folder-state.ts';
import { decide, type Sides, type Verdict } from '../../src/reconcile/decide.ts';
import { MemoryFolder, rendered } from '../folder/memory.ts';

const [A, B, C] = ['a\n', 'b\n', 'c\n'];
const file = (text: string | null): CurrentFile => ({ kind: 'file', mode: 0o644, text });
const ABSENT: CurrentFile = { kind: 'absent' };
const LINK: CurrentFile = { kind: 'symlink' };

const PLAIN: Sides = {
  ...{ known: true, base: A, current: file(A), next: A },
  ...{ once: false, isInput: false, binary: false, vendored: false, asked: false },
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

type Texts = (string | null)[];

/** Which of some texts are absent, the same or different: `aab-` for A A B and none. */
const patternOf = (texts: Texts) =>
  texts
    .map((text) => (text === null ? '-' : 'abc'[[...new Set(texts.filter(Boolean))].indexOf(text)]))
    .join('');

/** The text of a file; undefined for what has no text. */
const textOf = (current: CurrentFile) =>
  current.kind === 'absent'
    ? null
    : current.kind === 'file'
      ? (current.text ?? undefined)
      : undefined;

/** Every base, current and next text out of none and three different ones. */
const ALL: Texts[] = [null, A, B, C].flatMap((base) =>
  [null, A, B, C].flatMap((current) => [null, A, B, C].map((next) => [base, current, next])),
);

const sides = ([base, current, next]: Texts): Sides => ({
  ...{ ...PLAIN, known: base !== null, base: base ?? null, next: next ?? null },
  current: current == null ? ABSENT : file(current),
});

const shown = (text: string | null) => (text === null ? '-' : text.trim());
const standing = (current: CurrentFile) =>
  current.kind === 'file' ? shown(current.text ?? 'no text') : current.kind;

describe('the table of merging', () => {
  for (const [base, current, next, verdict] of TABLE)
    it(`base ${shown(base)}, current ${standing(current)}, next ${shown(next)}: ${verdict}`, () => {
      assert.equal(decide({ ...PLAIN, known: base !== null, base, current, next }), verdict);
    });

  it('has a row for each of absent, same and different', () => {
    const verdicts = new Map(
      TABLE.flatMap(([base, current, next, verdict]) => {
        const text = textOf(current);
        return text === undefined ? [] : [[patternOf([base, text, next]), verdict] as const];
      }),
    );
    assert.equal(verdicts.size, 15);
    for (const texts of ALL) {
      assert.equal(decide(sides(texts)), verdicts.get(patternOf(texts)), patternOf(texts));
    }
  });

  it('never loses what a person wrote, whatever kind of file it is', () => {
    const flags = Array.from({ length: 16 }, (_, bits) => ({
      once: (bits & 1) > 0,
      isInput: (bits & 2) > 0,
      binary: (bits & 4) > 0,
      vendored: (bits & 8) > 0,
    }));
    for (const texts of ALL)
      for (const flag of flags)
        for (const asked of [false, true]) {
          const verdict = decide({ ...sides(texts), ...flag, asked });
          const [base, current, next] = texts;
          const name = `${patternOf(texts)} ${JSON.stringify({ ...flag, asked })}: ${verdict}`;
          if (verdict === 'create') assert.ok(current === null && base === null, name);
          if (verdict === 'update' || verdict === 'delete') assert.equal(current, base, name);
          if (verdict === 'delete' || verdict === 'forget') assert.equal(next, null, name);
          if (verdict === 'merge') assert.ok(!flag.once && !flag.binary && !flag.vendored, name);
          if (current === null) assert.match(verdict, /^(create|keep-deleted|forget)$/, name);
        }
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

  it('puts a vendored file beside an edited one, and replaces an untouched one', () => {
    assert.equal(decide({ ...PLAIN, vendored: true, current: file(B), next: C }), 'beside');
    assert.equal(decide({ ...PLAIN, vendored: true, next: C }), 'update');
    assert.equal(decide({ ...PLAIN, vendored: true, current: file(B) }), 'unchanged');
  });

  it('merges a file that the generator read for this very text', () => {
    assert.equal(decide({ ...PLAIN, isInput: true, next: B }), 'merge');
    assert.equal(decide({ ...PLAIN, isInput: true, current: LINK }), 'unchanged');
  });

  it('merges again what a command names, although nothing else is new', () => {
    assert.equal(decide({ ...PLAIN, asked: true, current: file(B) }), 'merge');
  });
});

/** Old place, new place, the action, and what is there at the end. The file moves from `old` to `new`. */
const RENAMED: [string | null, string | null, string, Record<string, string>][] = [
  [A, null, 'rename', { new: C }],
  [
    B,
    null,
    'conflict',
    { new: `<<<<<<< yours\n${B}||||||| base\n${A}=======\n${C}>>>>>>> generator\n` },
  ],
  [null, null, 'keep-deleted', {}],
  [null, A, 'update', { new: C }],
  [null, C, 'unchanged', { new: C }],
  [A, C, 'unchanged', { new: C }],
  [B, C, 'unchanged', { old: B, new: C }],
];

describe('a file that is rendered at another path', () => {
  for (const [old, now, action, texts] of RENAMED)
    it(`old ${shown(old)}, new ${shown(now)}: ${action}`, () => {
      const folder = new MemoryFolder();
      folder.run([rendered('old', A, { id: 'x' })]);
      folder.files = {
        ...(old === null ? {} : { old: file(old) }),
        ...(now === null ? {} : { new: file(now) }),
      };
      const { changes } = folder.run([rendered('new', C, { id: 'x' })]);
      assert.equal(changes.find(({ path }) => path === 'new')?.action, action);
      assert.deepEqual(folder.texts(), texts);
    });
});

/** Executable as rendered last, now in the folder, and as rendered next; then what it becomes. */
const MODES: [boolean, boolean, boolean, boolean][] = [
  [false, false, false, false],
  [false, false, true, true],
  [false, true, false, true],
  [false, true, true, true],
  [true, false, false, false],
  [true, false, true, false],
  [true, true, false, false],
  [true, true, true, true],
];

describe('the executable bit of a file', () => {
  const mode = (executable: boolean) => (executable ? 0o755 : 0o644);
  const letter = (executable: boolean) => (executable ? 'x' : '-');
  for (const [base, current, next, after] of MODES)
    it(`base ${letter(base)}, current ${letter(current)}, next ${letter(next)}: ${letter(after)}`, () => {
      for (const text of [A, B]) {
        const folder = new MemoryFolder();
        folder.run([rendered('run', A, { mode: mode(base) })]);
        folder.files.run = { kind: 'file', mode: mode(current), text: A };
        folder.run([rendered('run', text, { mode: mode(next) })]);
        assert.deepEqual(folder.files.run, { kind: 'file', mode: mode(after), text });
      }
    });
});
