import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../src/reconcile/apply.ts';
import { isInterrupted, recover } from '../../src/reconcile/recover.ts';
import { emptyFolder, planned, put, removeFolders, run, snapshot } from './folders.ts';
import { rendered, renderedAs } from './memory.ts';

const FILES = [
  rendered('Dockerfile', 'FROM a\n'),
  rendered('bin/run', '#!/bin/sh\n', { mode: 0o755 }),
  renderedAs('requirements', 'requirements.txt', 'numpy\n'),
];

describe('applying a change set', () => {
  afterEach(removeFolders);

  it('makes a new folder, and the folders above it, with all files, bases and the manifest', async () => {
    const root = join(emptyFolder(), 'a/b');
    const result = await run(root, FILES);
    assert.deepEqual(result.written, ['Dockerfile', 'bin/run', 'requirements.txt']);
    const { '.ml-image/manifest.json': manifest, ...rest } = snapshot(root) ?? {};
    assert.deepEqual(rest, {
      '.ml-image/base/Dockerfile': '644 FROM a\n',
      '.ml-image/base/bin/run': '644 #!/bin/sh\n',
      '.ml-image/base/requirements.txt': '644 numpy\n',
      Dockerfile: '644 FROM a\n',
      'bin/run': '755 #!/bin/sh\n',
      'requirements.txt': '644 numpy\n',
    });
    assert.deepEqual(JSON.parse(manifest?.slice(4) ?? ''), {
      version: 1,
      files: FILES.map(({ id, path, mode, text }) => ({
        id,
        path,
        mode: mode.toString(8),
        sha256: createHash('sha256').update(text).digest('hex'),
      })),
      model: [],
    });
  });

  it('gives equal folders from equal files, in whatever order they come', async () => {
    const [one, other] = [emptyFolder(), emptyFolder()];
    await run(one, FILES);
    await run(other, FILES.toReversed());
    assert.deepEqual(snapshot(one), snapshot(other));
  });

  it('touches nothing at all when there is nothing to do', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    const times = () =>
      [root, join(root, '.ml-image'), join(root, 'bin')].map((path) => fs.statSync(path).mtimeMs);
    const before = times();
    const result = await run(root, FILES);
    assert.deepEqual(result, { written: [], removed: [], copies: [], kept: [] });
    assert.deepEqual(times(), before);
  });

  it('updates, merges, moves and deletes, and removes folders that become empty', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    put(root, { Dockerfile: 'FROM a\n# mine\n' });
    const result = await run(root, [
      rendered('Dockerfile', 'FROM b\n'),
      rendered('requirements/all.txt', 'numpy\n', { id: 'requirements.txt', kind: 'requirements' }),
    ]);
    assert.deepEqual(result.removed.sort(), ['bin/run', 'requirements.txt']);
    assert.equal(fs.readFileSync(join(root, 'requirements/all.txt'), 'utf8'), 'numpy\n');
    assert.ok(!fs.existsSync(join(root, 'bin')));
    assert.ok(!fs.existsSync(join(root, '.ml-image/base/bin')));
    assert.deepEqual(fs.readdirSync(join(root, '.ml-image')).sort(), ['base', 'manifest.json']);
  });

  it('keeps a person’s permission bits, also those that a umask would take', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    fs.chmodSync(join(root, 'Dockerfile'), 0o446);
    await run(root, FILES.with(0, rendered('Dockerfile', 'FROM b\n')));
    assert.equal(snapshot(root)?.Dockerfile, '446 FROM b\n');
  });

  it('is refused where a file was changed after it was read', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    const changeSet = planned(root, FILES.with(0, rendered('Dockerfile', 'FROM b\n')));
    put(root, { Dockerfile: 'mine\n' });
    const before = snapshot(root);
    await assert.rejects(apply(root, changeSet), {
      message: 'Dockerfile was changed while this ran: run this again',
    });
    assert.deepEqual(snapshot(root), before);
  });

  it('is refused where a file came to stand in the place of a new one', async () => {
    const root = emptyFolder();
    const changeSet = planned(root, FILES);
    put(root, { 'bin/run': 'mine\n' });
    await assert.rejects(apply(root, changeSet), /bin\/run was changed while this ran/);
    assert.deepEqual(snapshot(root), { 'bin/run': '644 mine\n' });
  });

  for (const link of ['bin', '.ml-image'])
    it(`never writes through a symbolic link ${link}`, async () => {
      const [root, outside] = [emptyFolder(), emptyFolder()];
      fs.symlinkSync(outside, join(root, link));
      await assert.rejects(
        run(root, FILES),
        /is a symbolic link, and .* would be written through it/,
      );
      assert.deepEqual(fs.readdirSync(outside), []);
    });

  it('never writes through a link to a file', async () => {
    const [root, outside] = [emptyFolder(), emptyFolder()];
    await run(root, FILES);
    put(outside, { file: 'mine\n' });
    fs.rmSync(join(root, 'Dockerfile'));
    fs.symlinkSync(join(outside, 'file'), join(root, 'Dockerfile'));
    await run(root, FILES.with(0, rendered('Dockerfile', 'FROM b\n')));
    assert.equal(fs.readFileSync(join(outside, 'file'), 'utf8'), 'mine\n');
    assert.equal(fs.readFileSync(join(root, 'Dockerfile.new'), 'utf8'), 'FROM b\n');
  });

  for (const path of ['../outside', '/tmp/outside', '.git/config', '.ml-image/manifest.json'])
    it(`refuses a manifest that names ${path}`, async () => {
      const root = emptyFolder();
      await run(root, FILES);
      const manifest = join(root, '.ml-image/manifest.json');
      fs.writeFileSync(
        manifest,
        fs.readFileSync(manifest, 'utf8').replace('"path": "bin/run"', `"path": "${path}"`),
      );
      await assert.rejects(run(root, []), {
        name: 'UserError',
        message: /manifest\.json names .* may not be written/,
      });
    });

  it('tells in one line, and leaves nothing behind, where the folder cannot be made', async () => {
    const parent = emptyFolder();
    put(parent, { file: '' });
    await assert.rejects(run(join(parent, 'file/image'), FILES), {
      name: 'UserError',
      message: /cannot be made|cannot write/,
    });
    assert.deepEqual(snapshot(parent), { file: '644 ' });
  });
});

describe('the bases', () => {
  afterEach(removeFolders);

  it('still fit after a checkout has given them other line ends', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    put(root, { '.ml-image/base/Dockerfile': 'FROM a\r\n', Dockerfile: 'FROM a\r\n# mine\r\n' });
    await run(root, FILES.with(0, rendered('Dockerfile', 'FROM a\nCMD b\n')));
    assert.match(fs.readFileSync(join(root, 'Dockerfile'), 'utf8'), /^FROM a\r\n/);
  });

  it('that were edited are no bases any more', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    put(root, { '.ml-image/base/Dockerfile': 'edited\n', Dockerfile: 'mine\n' });
    await run(root, FILES.with(0, rendered('Dockerfile', 'FROM b\n')));
    assert.match(fs.readFileSync(join(root, 'Dockerfile'), 'utf8'), /^mine$/m);
  });
});

describe('a run that was killed', () => {
  afterEach(removeFolders);

  it('is none where nothing was begun', () => {
    const root = emptyFolder();
    assert.equal(isInterrupted(root), false);
    assert.equal(recover(root), 'nothing');
    assert.equal(recover(join(root, 'missing')), 'nothing');
    assert.deepEqual(snapshot(root), {});
  });

  it('is undone where it had only staged', () => {
    const root = emptyFolder();
    put(root, { '.ml-image/run/new/0': 'x' });
    assert.equal(isInterrupted(root), true);
    assert.equal(recover(root), 'undone');
    assert.deepEqual(snapshot(root), {});
  });

  it('is not finished by a journal that leads outside', () => {
    const root = emptyFolder();
    const step = { path: '../victim', name: '0', puts: false, was: null, is: null };
    put(root, { '.ml-image/run/journal.json': JSON.stringify({ steps: [step], folders: [] }) });
    assert.throws(() => recover(root), /leads outside of the folder/);
  });

  it('never replaces what a person wrote after it', async () => {
    const root = emptyFolder();
    await run(root, FILES);
    const journal = {
      steps: [
        { path: 'Dockerfile', name: '0', puts: true, was: { size: 7, sample: 'x' }, is: null },
      ],
      folders: [],
    };
    put(root, {
      '.ml-image/run/new/0': 'staged\n',
      '.ml-image/run/journal.json': JSON.stringify(journal),
    });
    fs.mkdirSync(join(root, '.ml-image/run/old'));
    put(root, { Dockerfile: 'written after\n' });
    assert.equal(recover(root), 'finished');
    assert.equal(fs.readFileSync(join(root, 'Dockerfile'), 'utf8'), 'written after\n');
    assert.equal(fs.readFileSync(join(root, 'Dockerfile.new'), 'utf8'), 'staged\n');
  });
});
