/** Renamed files, modes, paths, and files that are written once. */
import assert from 'node:assert/strict';
import { isInStep } from '../../src/core/change-set.ts';
import type { CurrentFile } from '../../src/core/folder-state.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { MemoryFolder, rendered } from '../folder/memory.ts';

const BASE = 'FROM a\nRUN b\nCMD c\n';
const NEXT = 'FROM a2\nRUN b\nCMD c\n';
const MINE = 'FROM a\nRUN b\nCMD c\n# mine\n';

/** A folder in which one Dockerfile was rendered, and what a person then did to it. */
function folder(
  person: (files: Record<string, CurrentFile>) => void = () => {},
  more: Partial<RenderedFile> = {},
) {
  const made = new MemoryFolder();
  made.run([rendered('Dockerfile', BASE, more)]);
  person(made.files);
  return made;
}

const file = (text: string | null, mode = 0o644): CurrentFile => ({ kind: 'file', text, mode });
describe('a file that is renamed', () => {
  const next = [rendered('Containerfile', NEXT, { id: 'Dockerfile' })];

  it('takes the person’s edits along', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE, 0o755);
    });
    const [change] = made.run(next).changes;
    assert.deepEqual([change?.action, change?.from], ['rename', 'Dockerfile']);
    assert.deepEqual(made.files, { Containerfile: file(`${NEXT}# mine\n`, 0o755) });
  });

  it('stays deleted', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
    });
    assert.equal(made.run(next).changes[0]?.action, 'keep-deleted');
  });

  it('is found where the person has renamed it likewise', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
      files.Containerfile = file(MINE);
    });
    made.run(next);
    assert.deepEqual(made.texts(), { Containerfile: `${NEXT}# mine\n` });
  });

  it('leaves both files where the new place is taken', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE);
      files.Containerfile = file('other\n');
    });
    made.run(next);
    assert.equal(made.text('Dockerfile'), MINE);
    assert.match(made.text('Containerfile') ?? '', /<{7} yours\nother\n\|{7} base\n={7}\nFROM a2/);
  });

  it('may change places with another', () => {
    const made = new MemoryFolder();
    made.run([rendered('a', '1\n', { id: 'x' }), rendered('b', '2\n', { id: 'y' })]);
    made.edit('a', '1\nmine\n');
    made.run([rendered('b', '1\n', { id: 'x' }), rendered('a', '2\n', { id: 'y' })]);
    assert.deepEqual(made.texts(), { a: '2\n', b: '1\nmine\n' });
  });
});

describe('a file that is written once', () => {
  const once = { once: true as const };

  it('is replaced as long as the person wrote nothing in it', () => {
    const made = folder(undefined, once);
    made.run([rendered('Dockerfile', NEXT, once)]);
    assert.equal(made.text('Dockerfile'), NEXT);
  });

  it('is never merged once the person edited it, and that is told', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE);
    }, once);
    const changeSet = made.run([rendered('Dockerfile', NEXT, once)]);
    assert.equal(made.text('Dockerfile'), MINE);
    assert.equal(changeSet.changes[0]?.action, 'keep-edited');
    assert.ok(isInStep(changeSet));
  });

  it('stays deleted', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
    }, once);
    made.run([rendered('Dockerfile', NEXT, once)]);
    assert.deepEqual(made.files, {});
  });
});

describe('the executable bit', () => {
  const modeOf = (made: MemoryFolder) => (made.files.Dockerfile as { mode: number }).mode;

  it('follows the generator where the person left it', () => {
    const made = folder((files) => {
      files.Dockerfile = file(BASE, 0o640);
    });
    const [change] = made.run([rendered('Dockerfile', BASE, { mode: 0o755 })]).changes;
    assert.equal(change?.action, 'mode');
    assert.equal(modeOf(made), 0o750);
    made.run([rendered('Dockerfile', BASE)]);
    assert.equal(modeOf(made), 0o640);
  });

  it('stays as the person set it', () => {
    const made = folder((files) => {
      files.Dockerfile = file(BASE, 0o755);
    });
    made.run([rendered('Dockerfile', NEXT)]);
    assert.equal(modeOf(made), 0o755);
    made.files.Dockerfile = file(NEXT, 0o644);
    made.run([rendered('Dockerfile', NEXT, { mode: 0o755 })]);
    assert.equal(modeOf(made), 0o755);
  });
});

describe('a rendered path', () => {
  for (const path of [
    '../a',
    '/a',
    'a/../b',
    'a//b',
    './a',
    'C:/a',
    'a\\b',
    '.git/config',
    '.ml-image/x',
    '',
    'a\nb',
  ])
    it(`${JSON.stringify(path)} is refused`, () =>
      assert.throws(() => new MemoryFolder().plan([rendered(path, '')]), { name: 'UserError' }));
});
