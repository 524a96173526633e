/** The merge and the diff against Git's own. Where there is no Git they are passed over, in CI never. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { apply } from '../../src/folder/apply.ts';
import { mergeText } from '../../src/merge/merge-text.ts';
import { unifiedDiff } from '../../src/merge/unified-diff.ts';
import { emptyFolder, planned, put, removeFolders, run, snapshot } from '../folder/folders.ts';
import { rendered, runs } from '../folder/memory.ts';

function git(args: string[], cwd: string, input = ''): { status: number | null; stdout: string } {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd,
    input,
    encoding: 'utf8',
  });
  if (error) throw error;
  assert.ok(status !== null && status < 128, stderr);
  return { status, stdout };
}

const LABELS = ['yours', 'base', 'generator'].flatMap((label) => ['-L', label]);

/** Lines of few kinds, so that they repeat, and edits of them. */
const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const base = fc.array(line, { minLength: 1, maxLength: 16 });
const edits = fc.array(fc.tuple(fc.nat(16), fc.nat(1), fc.array(line, { maxLength: 2 })), {
  maxLength: 4,
});

function edited(lines: string[], changes: [number, number, string[]][]): string {
  const copy = [...lines];
  for (const [at, removed, added] of changes) copy.splice(at, removed, ...added);
  return copy.map((each) => `${each}\n`).join('');
}

const installed = spawnSync('git', ['--version']).status === 0;

describe('against Git', () => {
  before(function () {
    if (!installed && !process.env.CI) this.skip();
    assert.ok(installed, 'git is not installed');
  });
  afterEach(removeFolders);

  it('the merge by lines is that of git merge-file, conflicts included', function () {
    this.timeout(600_000);
    const folder = emptyFolder();
    const law = fc.property(base, edits, edits, (lines, mine, theirs) => {
      const [o, a, b] = [edited(lines, []), edited(lines, mine), edited(lines, theirs)];
      put(folder, { o, a, b });
      const merged = git(['merge-file', '-p', '--diff3', ...LABELS, 'a', 'o', 'b'], folder);
      assert.equal(mergeText(o, a, b), merged.stdout);
    });
    fc.assert(law, runs());
  });

  it('git apply makes of the diff what apply makes of the change set', async () => {
    const [ours, theirs] = [emptyFolder(), emptyFolder()];
    const numbers = Array.from({ length: 40 }, (_, at) => `${at}\n`);
    const first = [
      rendered('many', numbers.join('')),
      rendered('gone', 'gone\n'),
      rendered('a b', 'moved\n', { id: 'moved' }),
      rendered('run', 'run\n'),
    ];
    const next = [
      rendered('many', numbers.with(3, 'three\n').with(35, 'new\n').join('')),
      rendered('c "d"/é', 'moved\nand more', { id: 'moved' }),
      rendered('run', 'run\n', { mode: 0o755 }),
      rendered('new', 'new'),
    ];
    for (const root of [ours, theirs]) {
      await run(root, first);
      put(root, { many: numbers.with(20, 'mine\r\n').join('') });
    }
    const changeSet = planned(ours, next);
    git(['apply', '-'], theirs, unifiedDiff(changeSet));
    await apply(ours, changeSet);
    for (const root of [ours, theirs]) fs.rmSync(join(root, '.ml-image'), { recursive: true });
    assert.deepEqual(snapshot(theirs), snapshot(ours));
  });
});
