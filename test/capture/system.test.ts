import assert from 'node:assert/strict';
import type { State } from '../../src/capture/state.ts';
import { systemChanges } from '../../src/capture/system.ts';

const state = (system: string[], unfetchable: string[] = []): State => ({
  distributions: [],
  system,
  unfetchable,
  files: [],
  pip: true,
});

describe('capture: what apt or apk was asked for', () => {
  const texts = (before: string[], after: string[], manager: 'apt' | 'apk' = 'apt') =>
    systemChanges(state(before), state(after), manager).found.map(
      ({ action, text }) => `${action} ${text}`,
    );

  it('is what became manual, and what is no longer', () => {
    assert.deepEqual(texts(['curl', 'git'], ['git', 'file', 'libc6:i386']), [
      'add file',
      'add libc6:i386',
      'remove curl',
    ]);
    assert.deepEqual(texts(['git'], ['git']), []);
  });

  it("keeps a version that apk's world names, and no range or repository", () => {
    const world = ['a=1.2-r0', 'b>1', 'c~2', 'd@edge', 'e'];
    const expected = ['add a=1.2-r0', 'add b', 'add c', 'add d', 'add e'];
    assert.deepEqual(texts([], world, 'apk'), expected);
  });

  const apart: [string, string, string[], RegExp][] = [
    ['a virtual package of apk', '.build-deps', [], /install those by name/],
    ['a package that came as a file', 'lab', ['lab'], /COPY it in Dockerfile/],
    ['a name that is none', '$(reboot)', [], /a mirror cannot have its name/],
    ['a flag', '--allow-downgrades', [], /a mirror cannot have its name/],
  ];
  for (const [title, name, unfetchable, why] of apart) {
    it(`cannot keep ${title}, and says so`, () => {
      const { found, notKept } = systemChanges(state([]), state([name], unfetchable), 'apt');
      assert.deepEqual(found, []);
      assert.equal(notKept[0]?.what, name);
      assert.match(notKept[0]?.why ?? '', why);
    });
  }

  it('leaves pip, which only serves the shell, to a person', () => {
    const { found } = systemChanges(state([]), state(['python3-pip', 'file']), 'apt');
    assert.deepEqual(
      found.map(({ tool }) => tool),
      [true, false],
    );
  });
});
