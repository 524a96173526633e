/** What a killed run left is finished or undone. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { isInterrupted, recover } from '../../src/folder/recover.ts';
import { emptyFolder, put, putJournal, removeFolders, run, snapshot } from './folders.ts';
import { rendered, renderedAs } from './memory.ts';

const FILES = [
  rendered('Dockerfile', 'FROM a\n'),
  rendered('bin/run', '#!/bin/sh\n', { mode: 0o755 }),
  renderedAs('requirements', 'requirements.txt', 'numpy\n'),
];

describe('a run that was killed', () => {
  afterEach(removeFolders);

  it('is none where nothing was begun', () => {
    const root = emptyFolder();
    assert.equal(isInterrupted(root), false);
    assert.equal(recover(root).outcome, 'nothing');
    assert.equal(recover(join(root, 'missing')).outcome, 'nothing');
    assert.deepEqual(snapshot(root), {});
  });

  it('is undone where it had only staged', () => {
    const root = emptyFolder();
    put(root, { '.ml-image/run/new/0': 'x' });
    assert.equal(isInterrupted(root), true);
    assert.equal(recover(root).outcome, 'undone');
    assert.deepEqual(snapshot(root), {});
  });

  it('is not finished by a journal that leads outside', () => {
    const root = emptyFolder();
    const step = { path: '../victim', name: '0', puts: false, was: null, is: null };
    putJournal(root, { steps: [step], folders: [] });
    assert.throws(() => recover(root), /leads outside of the folder/);
  });

  describe('and a file that was changed after it', () => {
    const print = (text: string) => ({
      size: text.length,
      sample: createHash('sha256').update(text).digest('hex'),
    });
    /** One step of Dockerfile from `was` to `is`, by what stands in `new/`, `old/` and its place. */
    async function half(found: { new?: string; old?: string; place?: string }, linked = false) {
      const root = emptyFolder();
      await run(root, FILES);
      const step = {
        path: 'Dockerfile',
        name: '0',
        puts: true,
        was: print('was'),
        is: print('is'),
      };
      const work = join(root, '.ml-image/run');
      for (const folder of ['new', 'old']) fs.mkdirSync(join(work, folder), { recursive: true });
      putJournal(root, { steps: [step], folders: [] });
      if (found.new !== undefined) put(work, { 'new/0': found.new });
      if (found.old !== undefined) put(work, { 'old/0': found.old });
      fs.rmSync(join(root, 'Dockerfile'));
      if (linked) fs.linkSync(join(work, 'old/0'), join(root, 'Dockerfile'));
      if (found.place !== undefined) put(root, { Dockerfile: found.place });
      return root;
    }
    const files = (root: string) =>
      Object.fromEntries(
        Object.entries(snapshot(root) ?? {}).filter(([path]) => path.startsWith('Dockerfile')),
      );
    const cases: [string, Parameters<typeof half>, string, object, string[]][] = [
      [
        'before its turn is undone, so that the next run merges it',
        [{ new: 'is', place: 'mine' }],
        'undone',
        { Dockerfile: '644 mine' },
        [],
      ],
      [
        'while it had two names is undone',
        [{ new: 'is', old: 'was', place: 'mine' }, true],
        'undone',
        { Dockerfile: '644 mine' },
        [],
      ],
      [
        'while it was replaced leaves both texts',
        [{ new: 'is', old: 'was', place: 'mine' }],
        'undone',
        { Dockerfile: '644 mine', 'Dockerfile.old': '644 was' },
        ['Dockerfile.old'],
      ],
      [
        'when it was in its place is finished',
        [{ old: 'was', place: 'mine' }],
        'finished',
        { Dockerfile: '644 mine' },
        [],
      ],
      [
        'is none where it still has two names',
        [{ new: 'is', old: 'was' }, true],
        'finished',
        { Dockerfile: '644 is' },
        [],
      ],
      [
        'is none where it is missing since it was moved',
        [{ new: 'is', old: 'was' }],
        'finished',
        { Dockerfile: '644 is' },
        [],
      ],
    ];
    for (const [what, given, outcome, left, aside] of cases)
      it(what, async () => {
        const root = await half(...given);
        const edited = outcome === 'undone' ? ['Dockerfile'] : [];
        assert.deepEqual(recover(root), { outcome, edited, aside });
        assert.deepEqual(files(root), left);
        assert.ok(!fs.existsSync(join(root, '.ml-image/run')));
      });
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['half a text', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no step', '{"steps":[null],"folders":[]}'],
    ['a step without prints', '{"steps":[{"path":"a","name":"0","puts":true}],"folders":[]}'],
  ] as const)
    it(`and left a journal of ${what} is told in one line that says what to do`, () => {
      const root = emptyFolder();
      put(root, { '.ml-image/run/new/0': 'x' });
      putJournal(root, text);
      const before = snapshot(root);
      assert.throws(() => recover(root), {
        name: 'UserError',
        line: /^\.ml-image\/run\/journal\.json is damaged, .* then delete \.ml-image\/run\/$/,
      });
      assert.deepEqual(snapshot(root), before);
    });

  for (const link of ['run', 'run/new', 'run/old', 'run/new/0'])
    it(`is not put right through a symbolic link .ml-image/${link}`, () => {
      const [root, outside] = [emptyFolder(), emptyFolder()];
      const step = { path: 'Dockerfile', name: '0', puts: true, was: null, is: null };
      put(outside, { 'journal.json': '{}', 0: 'x', 'new/0': 'x', 'old/1': 'x' });
      const before = snapshot(outside);
      if (link !== 'run') putJournal(root, { steps: [step], folders: [] });
      fs.mkdirSync(join(root, '.ml-image', link, '..'), { recursive: true });
      fs.symlinkSync(
        link === 'run' ? outside : join(outside, link.slice(4)),
        join(root, '.ml-image', link),
      );
      assert.throws(() => recover(root), {
        name: 'UserError',
        line: /^\.ml-image\/run\S* is (a symbolic link|not a file), and no run of ml-image leaves that; delete/,
      });
      assert.deepEqual(snapshot(outside), before);
      assert.ok(!fs.existsSync(join(root, 'Dockerfile')));
    });
});
