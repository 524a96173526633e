/** Vendored files: replaced while untouched, kept with ours beside them once edited, without a base. */
import assert from 'node:assert/strict';
import type { CurrentFile } from '../../src/core/folder-state.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { MemoryFolder, rendered } from '../folder/memory.ts';

const [A, B, C, D] = ['a\n', 'b\n', 'c\n', 'd\n'];
const file = (text: string): CurrentFile => ({ kind: 'file', mode: 0o644, text });
const vendored = (text: string, more: Partial<RenderedFile> = {}) =>
  rendered('runner/x.py', text, { id: 'x', vendored: true, ...more });

describe('a vendored file', () => {
  let folder: MemoryFolder;
  beforeEach(() => {
    folder = new MemoryFolder();
    folder.run([vendored(A)]);
  });
  const action = (next: RenderedFile[]) => folder.run(next).changes.map((each) => each.action);

  it('has no base, only a hash', () => {
    assert.deepEqual(
      folder.state().base.files.map(({ path, text }) => [path, text]),
      [['runner/x.py', null]],
    );
  });

  it('is replaced while it is untouched, in a checkout with CRLF, too', () => {
    assert.deepEqual(action([vendored(B)]), ['update']);
    folder.files['runner/x.py'] = file('b\r\n');
    assert.deepEqual(action([vendored(C)]), ['update']);
    assert.equal(folder.texts()['runner/x.py']?.trim(), 'c');
  });

  it('stays once it is edited, with ours beside it', () => {
    folder.files['runner/x.py'] = file(B);
    const { changes } = folder.run([vendored(C)]);
    assert.deepEqual(folder.texts(), { 'runner/x.py': B, 'runner/x.py.new': C });
    assert.match(String(changes[0]?.note), /^runner\/x\.py is edited and stays as it is/);
    assert.deepEqual(changes[0]?.conflicts, [{ path: 'runner/x.py.new', line: 1 }]);
    assert.deepEqual(action([vendored(C)]), ['unchanged']);
  });

  it('has the text beside it replaced by a later one, unless that was edited', () => {
    folder.files['runner/x.py'] = file(B);
    folder.run([vendored(C)]);
    folder.run([vendored(D)]);
    assert.deepEqual(folder.texts(), { 'runner/x.py': B, 'runner/x.py.new': D });
    folder.files['runner/x.py.new'] = file('mine\n');
    assert.throws(() => folder.run([vendored(A)]), /runner\/x\.py\.new is in the way/);
  });

  it('stays as it is where only the person changed it', () => {
    folder.files['runner/x.py'] = file(B);
    assert.deepEqual(action([vendored(A)]), ['unchanged']);
    assert.deepEqual(folder.texts(), { 'runner/x.py': B });
  });

  it('goes with its file where it is untouched, and stays where it is edited', () => {
    assert.deepEqual(action([]), ['delete']);
    folder.run([vendored(A)]);
    folder.files['runner/x.py'] = file(B);
    assert.deepEqual(action([]), ['keep-edited']);
  });

  it('at another path is made anew there; an edited one stays where it was', () => {
    const moved = vendored(B, { path: 'runner/y.py' });
    folder.files['runner/x.py'] = file(C);
    folder.run([moved]);
    assert.deepEqual(folder.texts(), { 'runner/x.py': C, 'runner/y.py': B });
  });

  it('loses the base that an older release kept', () => {
    const old = new MemoryFolder();
    old.run([rendered('runner/x.py', A, { id: 'x' })]);
    assert.equal(old.state().base.files[0]?.text, A);
    assert.deepEqual(old.plan([vendored(B)]).base, [{ path: 'runner/x.py', text: null }]);
    old.run([vendored(B)]);
    assert.deepEqual(old.texts(), { 'runner/x.py': B });
  });
});
