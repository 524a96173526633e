import assert from 'node:assert/strict';
import type { RenderedFile } from '../../src/core/types.ts';
import { unifiedDiff } from '../../src/merge/unified-diff.ts';
import { MemoryFolder, rendered } from '../folder/memory.ts';

/** The diff from a folder with the first files to one with the second. */
function diff(first: RenderedFile[], second: RenderedFile[]): string {
  const folder = new MemoryFolder();
  folder.run(first);
  return unifiedDiff(folder.plan(second));
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}\n`);

describe('the diff of a change set', () => {
  it('is empty where nothing changes', () => {
    assert.equal(diff([rendered('a', '1\n')], [rendered('a', '1\n')]), '');
  });

  it('shows a new and a removed file', () => {
    assert.equal(
      diff([rendered('a', '1\n2\n')], [rendered('b', '3', { mode: 0o755 })]),
      'diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n' +
        'diff --git a/b b/b\nnew file mode 100755\n--- /dev/null\n+++ b/b\n@@ -0,0 +1 @@\n+3\n\\ No newline at end of file\n',
    );
  });

  it('shows changes with three lines around them, and joins those that are near', () => {
    const before = numbers(30);
    const after = before.with(4, 'five\n').with(10, 'eleven\n').with(25, 'twenty-six\n');
    assert.equal(
      diff([rendered('a', before.join(''))], [rendered('a', after.join(''))]),
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -2,13 +2,13 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n-11\n+eleven\n 12\n 13\n 14\n' +
        '@@ -23,7 +23,7 @@\n 23\n 24\n 25\n-26\n+twenty-six\n 27\n 28\n 29\n',
    );
  });

  it('shows a move, a mode and a name with a blank', () => {
    assert.equal(
      diff(
        [rendered('a b', '1\n', { id: 'x' })],
        [rendered('c "d"', '1\n', { id: 'x', mode: 0o755 })],
      ),
      'diff --git a/a b "b/c \\"d\\""\nold mode 100644\nnew mode 100755\nrename from a b\nrename to "c \\"d\\""\n',
    );
    assert.equal(
      diff([rendered('a b', '1\n')], [rendered('a b', '2\n')]),
      'diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n-1\n+2\n',
    );
  });

  it('keeps carriage returns, and shows that a last line has no newline', () => {
    const folder = new MemoryFolder();
    folder.run([rendered('a', '1\n2\n')]);
    folder.edit('a', '1\r\n2');
    assert.equal(
      unifiedDiff(folder.plan([rendered('a', '1\n3\n')])),
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\r\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n',
    );
  });
});
