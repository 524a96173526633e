/** No path of Git's own is one that a run writes, moves or removes. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isGitName, leadsIntoGit } from '../../src/folder/git-names.ts';
import { parseManifest } from '../../src/folder/manifest.ts';
import { describeLeftOut } from '../../src/folder/model-source.ts';
import { whyNoStep, whyNotInside } from '../../src/folder/paths.ts';
import { recover } from '../../src/folder/recover.ts';
import { emptyFolder, put, putJournal, removeFolders, run, snapshot } from './folders.ts';
import { rendered, runs } from './memory.ts';

const SAME = [
  '.git',
  '.GIT',
  '.Git',
  '.git ',
  '.git.',
  '.git . .',
  'git~1',
  'GIT~1',
  'git~27',
  '.git::$INDEX_ALLOCATION',
  '.git:x',
  '.g\u200cit',
  '.\u200dgit',
  '\ufeff.git',
  '.gi\u206ft',
  '.gi\u00adt',
  '.git\u2060',
  '.ｇｉｔ',
  '．git',
];
const OTHER = [
  '.gitignore',
  '.gitattributes',
  '.gitkeep',
  '.github',
  'git',
  'x.git',
  '.git2',
  'git~x',
];

/** A name that some file system takes for `.git`. */
const disguised = fc
  .tuple(
    fc.constantFrom('.git', 'git~1', 'git~3'),
    fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    fc.array(
      fc.tuple(fc.nat(5), fc.constantFrom('\u200c', '\u200e', '\u202b', '\u206a', '\ufeff')),
      {
        maxLength: 3,
      },
    ),
    fc.constantFrom('', ' ', '.', '. .', ':a', '::$DATA'),
  )
  .map(([name, upper, holes, end]) => {
    const letters = [...name].map((c, i) => (upper[i] ? c.toUpperCase() : c));
    for (const [place, hole] of holes) letters.splice(place, 0, hole);
    return letters.join('') + end;
  });
const part = fc.constantFrom('model', 'runner', 'a', 'b.txt', '.ml-image', 'base', 'x y');
/** A path with such a name somewhere in it. */
const hostile = fc
  .tuple(fc.array(part, { maxLength: 3 }), disguised, fc.array(part, { maxLength: 2 }))
  .map(([above, name, below]) => [...above, name, ...below].join('/'));

describe("Git's own files", () => {
  afterEach(removeFolders);

  for (const name of SAME)
    it(`are known as ${JSON.stringify(name)}`, () => assert.ok(isGitName(name)));
  for (const name of OTHER) it(`are not taken for ${name}`, () => assert.ok(!isGitName(name)));

  it('are no path of a rendered file, a step, a base or a manifest, however they are written', () => {
    const law = fc.property(hostile, (path) => {
      assert.ok(leadsIntoGit(path));
      assert.notEqual(whyNotInside(path), null);
      assert.notEqual(whyNoStep(path), null);
      assert.notEqual(whyNoStep(`.ml-image/base/${path}`), null);
      const entry = { id: 'a', path, mode: '644', sha256: '0'.repeat(64) };
      assert.throws(
        () => parseManifest(JSON.stringify({ version: 1, files: [entry], model: [] })),
        { name: 'UserError' },
      );
      const model = [{ path: `model/${path}`, size: 1, sample: '0'.repeat(64) }];
      assert.deepEqual(parseManifest(JSON.stringify({ version: 1, files: [], model })).model, []);
    });
    fc.assert(law, runs());
  });

  it('are not written by a journal, not even by one that this user signed', () => {
    const law = fc.property(hostile, fc.boolean(), (path, puts) => {
      const root = emptyFolder();
      const step = { path, name: '0', puts, was: null, is: null };
      put(root, { '.ml-image/run/new/0': 'x' });
      putJournal(root, { steps: [step], folders: [] });
      const before = snapshot(root);
      assert.throws(() => recover(root), { name: 'UserError', line: /leads outside/ });
      assert.deepEqual(snapshot(root), before);
      removeFolders();
    });
    fc.assert(law, { numRuns: 50 });
  });

  it('are refused as what a run renders', async () => {
    const law = fc.asyncProperty(hostile, async (path) => {
      const root = emptyFolder();
      await assert.rejects(run(root, [rendered(path, 'x')]), { name: 'UserError' });
      assert.deepEqual(snapshot(root), {});
      removeFolders();
    });
    await fc.assert(law, { numRuns: 50 });
  });

  it('are left out of a model that is copied, and that is said', async () => {
    const [root, models] = [emptyFolder(), emptyFolder()];
    put(models, {
      'm/config.json': '{}',
      'm/.git/config': 'x',
      'm/part/.git': 'gitdir: ../../.git',
      'm/part/GIT~1/x': 'x',
      'm/.gitattributes': 'a',
    });
    fs.symlinkSync('.git', join(models, 'm/link'));
    const copies = [{ from: join(models, 'm'), to: 'model/m' }];
    assert.equal(
      describeLeftOut(copies),
      'left out of the copy, since git keeps its own files there: model/m/.git, model/m/link, model/m/part/.git and 1 more',
    );
    await run(root, [rendered('Dockerfile', 'x')], { copies });
    const paths = Object.keys(snapshot(root) ?? {}).filter((path) => path.startsWith('model'));
    assert.deepEqual(paths.sort(), ['model/m/.gitattributes', 'model/m/config.json']);
  });

  it('are no place for an image folder, links followed', async () => {
    const outer = emptyFolder();
    put(outer, { '.git/hooks/x': 'x' });
    fs.symlinkSync('.git/hooks', join(outer, 'link'));
    const before = snapshot(outer);
    for (const path of ['.git/new', 'link/new', '.GIT/new'])
      await assert.rejects(run(join(outer, path), [rendered('a', 'x')]), {
        name: 'UserError',
        line: /is where git keeps its own files/,
      });
    assert.deepEqual(snapshot(outer), before);
  });
});
