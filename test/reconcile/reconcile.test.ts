import assert from 'node:assert/strict';
import { isInStep, listConflicts, summarise } from '../../src/core/change-set.ts';
import type { CurrentFile } from '../../src/core/folder-state.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { MemoryFolder, rendered, renderedAs } from '../folder/memory.ts';

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

/** Each row: what the person did, the state they left, the action, and the text at the end. */
const CHANGED: [string, CurrentFile | undefined, string, string | null][] = [
  ['left it', file(BASE), 'update', NEXT],
  ['edited it', file(MINE), 'merge', `${NEXT}# mine\n`],
  ['made the same change', file(NEXT), 'unchanged', NEXT],
  [
    'edited the same line',
    file(MINE.replace(' a', ' x')),
    'conflict',
    '<<<<<<< yours\nFROM x\n||||||| base\nFROM a\n=======\nFROM a2\n>>>>>>> generator\nRUN b\nCMD c\n# mine\n',
  ],
  ['deleted it', undefined, 'keep-deleted', null],
  [
    'emptied it',
    file(''),
    'conflict',
    `<<<<<<< yours\n||||||| base\n${BASE}=======\n${NEXT}>>>>>>> generator\n`,
  ],
  [
    'converted it to CRLF',
    file(BASE.replaceAll('\n', '\r\n')),
    'update',
    NEXT.replaceAll('\n', '\r\n'),
  ],
  ['added a byte order mark', file(`\uFEFF${BASE}`), 'update', `\uFEFF${NEXT}`],
  ['made it read-only', file(MINE, 0o444), 'merge', `${NEXT}# mine\n`],
];

describe('a file that the generator would now make otherwise', () => {
  for (const [what, state, action, text] of CHANGED)
    it(`when the person ${what}: ${action}`, () => {
      const made = folder((files) => {
        if (state) files.Dockerfile = state;
        else delete files.Dockerfile;
      });
      const [change] = made.run([rendered('Dockerfile', NEXT)]).changes;
      assert.equal(change?.action, action);
      assert.equal(made.text('Dockerfile'), text);
      const now = made.files.Dockerfile;
      if (now?.kind === 'file' && state?.kind === 'file') assert.equal(now.mode, state.mode);
    });

  const beside: [string, CurrentFile][] = [
    ['a binary file', file(null)],
    ['a symbolic link', { kind: 'symlink' }],
    ['a folder', { kind: 'directory' }],
    ['a socket', { kind: 'special' }],
  ];
  for (const [what, state] of beside)
    it(`when the person put ${what} in its place: the new text stands beside`, () => {
      const made = folder((files) => {
        files.Dockerfile = state;
      });
      const changeSet = made.run([rendered('Dockerfile', NEXT)]);
      assert.deepEqual(made.files.Dockerfile, state);
      assert.equal(made.text('Dockerfile.new'), NEXT);
      assert.deepEqual(listConflicts(changeSet), [{ path: 'Dockerfile.new', line: 1 }]);
      assert.ok(isInStep(made.plan([rendered('Dockerfile', NEXT)])));
    });

  it('is refused where something else stands beside', () => {
    const made = folder((files) => {
      files.Dockerfile = { kind: 'symlink' };
      files['Dockerfile.new'] = file('mine');
    });
    assert.throws(() => made.plan([rendered('Dockerfile', NEXT)]), /Dockerfile\.new is in the way/);
  });

  it('is merged with an empty base where the base is lost, and never written over', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE);
    });
    made.forget();
    assert.equal(made.run([rendered('Dockerfile', BASE)]).changes[0]?.action, 'conflict');
    assert.match(
      made.text('Dockerfile') ?? '',
      /<{7} yours\n# mine\n\|{7} base\n={7}\n>{7} generator/,
    );
  });

  it('is taken where only its base is lost and the manifest shows that the person left it', () => {
    const made = folder();
    made.loseTexts();
    assert.equal(made.run([rendered('Dockerfile', NEXT)]).changes[0]?.action, 'update');
    assert.equal(made.text('Dockerfile'), NEXT);
  });

  it('gets back only its base where that is lost and nothing changed', () => {
    const made = folder();
    made.forget();
    const changeSet = made.run([rendered('Dockerfile', BASE)]);
    assert.ok(isInStep(changeSet));
    assert.deepEqual(changeSet.base, [{ path: 'Dockerfile', text: BASE }]);
  });

  it('of the kind binary goes beside an edited one', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE);
    });
    made.run([renderedAs('binary', 'Dockerfile', NEXT)]);
    assert.equal(made.text('Dockerfile'), MINE);
    assert.equal(made.text('Dockerfile.new'), NEXT);
  });

  it('is merged by its kind', () => {
    const made = new MemoryFolder();
    made.run([
      renderedAs('requirements', 'r.txt', 'a\n'),
      renderedAs('json', 'j.json', '{"a":1}\n'),
    ]);
    made.edit('r.txt', 'a\nmine\n');
    made.edit('j.json', '{"a":1,"mine":1}\n');
    made.run([
      renderedAs('requirements', 'r.txt', 'a\nb\n'),
      renderedAs('json', 'j.json', '{"a":1,"b":1}\n'),
    ]);
    assert.equal(made.text('r.txt'), 'a\nb\nmine\n');
    assert.equal(made.text('j.json'), '{"a":1,"b":1,"mine":1}\n');
  });
});

describe('a file that the generator would make as before', () => {
  for (const [what, state] of CHANGED)
    it(`stays when the person ${what}`, () => {
      const made = folder((files) => {
        if (state) files.Dockerfile = state;
        else delete files.Dockerfile;
      });
      const changeSet = made.run([rendered('Dockerfile', BASE)]);
      assert.ok(isInStep(changeSet));
      assert.deepEqual(made.files.Dockerfile, state);
    });
});

describe('a deleted file', () => {
  it('is reported each time and stays deleted', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
    });
    for (const text of [NEXT, NEXT, BASE])
      assert.deepEqual(summarise(made.run([rendered('Dockerfile', text)])), [
        {
          path: 'Dockerfile',
          action: 'keep-deleted',
          note: 'you deleted it, so it is not made again; ml-image regenerate --restore Dockerfile brings it back',
          conflicts: [],
        },
      ]);
    assert.deepEqual(made.files, {});
  });

  it('is restored on demand, as it would be made now', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
    });
    made.run([rendered('Dockerfile', NEXT)], ['Dockerfile']);
    assert.equal(made.text('Dockerfile'), NEXT);
  });

  it('is not restored where it is there or was never generated', () => {
    const made = folder();
    const next = [rendered('Dockerfile', NEXT)];
    assert.throws(() => made.plan(next, ['Dockerfile']), /Dockerfile is there/);
    assert.throws(
      () => made.plan(next, ['a\u001b.txt']),
      /"a\\u001b.txt" is not generated.*: Dockerfile are/,
    );
  });
});

describe('a file that the generator does not make any more', () => {
  it('is deleted where the person left it', () => {
    const made = folder();
    assert.equal(made.run([]).changes[0]?.action, 'delete');
    assert.deepEqual(made.files, {});
  });

  it('stays and is reported where the person edited it, and merges when it is made again', () => {
    const made = folder((files) => {
      files.Dockerfile = file(MINE);
    });
    for (let time = 0; time < 2; time++)
      assert.equal(made.run([]).changes[0]?.action, 'keep-edited');
    made.run([rendered('Dockerfile', NEXT)]);
    assert.equal(made.text('Dockerfile'), `${NEXT}# mine\n`);
  });

  it('is forgotten where the person deleted it', () => {
    const made = folder((files) => {
      delete files.Dockerfile;
    });
    assert.deepEqual(made.run([]).changes, []);
  });
});
describe('the answers file', () => {
  const key = 'generator-ml-image';
  const answers = (os: string) =>
    renderedAs('json', '.yo-rc.json', `${JSON.stringify({ [key]: { os } }, null, 2)}\n`);

  it('takes the new answers over what stands there, even those that were rendered last', () => {
    const made = new MemoryFolder();
    made.run([answers('debian')]);
    made.edit('.yo-rc.json', `{"x": 1, "${key}": {"os": "ubuntu"}}\n`);
    made.run([answers('debian')]);
    assert.equal(made.text('.yo-rc.json'), `{"x": 1, "${key}": {"os": "debian"}}\n`);
  });

  it('stays byte for byte where the person’s own edit is the new answer', () => {
    const made = new MemoryFolder();
    made.run([answers('debian')]);
    made.edit('.yo-rc.json', `{"x": 1, "${key}": {"os": "ubuntu"}}\n`);
    assert.ok(isInStep(made.run([answers('ubuntu')])));
  });
});

describe('left-over conflict markers', () => {
  it('do not count in a file that is written once and never merged', () => {
    const files = [rendered('model.py', 'pass\n', { once: true })];
    const made = new MemoryFolder();
    made.run(files);
    made.edit('model.py', '"""\n<<<<<<< HEAD\n>>>>>>> branch\n"""\n');
    assert.ok(isInStep(made.plan(files)));
  });

  it('are refused with file and line, from us or from another tool', () => {
    const made = folder((files) => {
      files.Dockerfile = file('a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n');
    });
    assert.throws(
      () => made.plan([rendered('Dockerfile', BASE)]),
      /conflict markers are left at Dockerfile:2, Dockerfile:4, Dockerfile:6: /,
    );
  });

  it('block the next run, and only until they are decided', () => {
    const made = folder((files) => {
      files.Dockerfile = file('FROM mine\n');
    });
    const changeSet = made.run([rendered('Dockerfile', NEXT)]);
    assert.deepEqual(listConflicts(changeSet), [{ path: 'Dockerfile', line: 1 }]);
    assert.throws(() => made.plan([rendered('Dockerfile', NEXT)]), /Dockerfile:1, /);
    made.edit('Dockerfile', 'FROM decided\n');
    assert.ok(isInStep(made.run([rendered('Dockerfile', NEXT)])));
    assert.equal(made.text('Dockerfile'), 'FROM decided\n');
  });

  it('are not seen in an underlined heading', () => {
    const files = [rendered('README.md', BASE)];
    const made = new MemoryFolder();
    made.run(files);
    made.edit('README.md', 'Heading\n=======\n');
    assert.ok(isInStep(made.plan(files)));
  });
});
