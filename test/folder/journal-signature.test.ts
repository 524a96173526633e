/** Whose journal is believed: only that of a run of this user, on this machine, in this folder. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { recover } from '../../src/folder/recover.ts';
import { isSigned, sign } from '../../src/folder/run-key.ts';
import { rootAbove } from '../../src/pipeline/find-folder.ts';
import { failingDisk } from './failing.ts';
import { emptyFolder, put, removeFolders, run, snapshot } from './folders.ts';
import { changing } from './scenario.ts';

const NOT_OWN =
  /^\.ml-image\/run\/\S+ was not written by a run of yours on this machine in this folder/;

describe('the key of a user', () => {
  let home: string;
  const saved = { ...process.env };
  beforeEach(() => {
    home = emptyFolder();
    Object.assign(process.env, {
      XDG_STATE_HOME: home,
      XDG_RUNTIME_DIR: '',
      TMPDIR: emptyFolder(),
    });
  });
  afterEach(() => {
    for (const key of ['XDG_STATE_HOME', 'XDG_RUNTIME_DIR', 'TMPDIR'])
      if (saved[key] === undefined) delete process.env[key];
      else process.env[key] = saved[key];
    removeFolders();
  });
  const file = () => join(home, 'ml-image/run-key');

  it('is made at the first signature, for its user alone', () => {
    const signature = sign(fs, 'text');
    assert.ok(signature && isSigned(fs, 'text', signature));
    assert.equal(sign(fs, 'text'), signature);
    assert.equal(fs.statSync(file()).mode & 0o777, 0o600);
    assert.deepEqual(fs.readdirSync(join(home, 'ml-image')), ['run-key']);
    for (const other of ['', 'x', signature.replace(/./, (c) => (c === '0' ? '1' : '0'))])
      assert.ok(!isSigned(fs, 'text', other));
    assert.ok(!isSigned(fs, 'other', signature));
  });

  it('is not made where a signature is only looked at', () => {
    assert.ok(!isSigned(fs, 'text', '0'.repeat(64)));
    assert.deepEqual(fs.readdirSync(home), []);
  });

  for (const [what, spoil] of [
    ['that others may read', () => fs.chmodSync(file(), 0o644)],
    ['in a directory that others may write', () => fs.chmodSync(join(home, 'ml-image'), 0o777)],
    [
      'that was copied or checked out',
      () => {
        fs.copyFileSync(file(), `${file()}.copy`);
        fs.chmodSync(`${file()}.copy`, 0o600);
        fs.renameSync(`${file()}.copy`, file());
      },
    ],
    [
      'that is a link',
      () => {
        fs.renameSync(file(), join(home, 'elsewhere'));
        fs.symlinkSync(join(home, 'elsewhere'), file());
      },
    ],
  ] as const)
    it(`${what} is none`, () => {
      const signature = sign(fs, 'text') as string;
      spoil();
      assert.ok(!isSigned(fs, 'text', signature));
    });

  it('stands in a directory of its own in the temporary one where the home cannot be written', () => {
    process.env.XDG_STATE_HOME = join(home, 'file');
    put(home, { file: '' });
    const signature = sign(fs, 'text');
    assert.ok(signature && isSigned(fs, 'text', signature));
    const [folder] = fs.readdirSync(process.env.TMPDIR as string);
    assert.match(folder ?? '', /^ml-image-/);
  });

  describe('and a run that was killed', () => {
    /** Half-way: killed when its first files were moved. */
    async function half() {
      const scenario = await changing();
      const { root, next, copies } = scenario;
      const good = failingDisk({ at: -1, how: 'kill', mutating: true });
      const twin = await changing();
      await run(twin.root, twin.next, { copies: twin.copies, disk: good.disk });
      const at = good.calls() - 25;
      const { disk } = failingDisk({ at, how: 'kill', mutating: true });
      await assert.rejects(run(root, next, { copies, disk }), /kill/);
      fs.rmSync(join(root, '.ml-image/lock'));
      assert.ok(fs.existsSync(join(root, '.ml-image/run/journal.json')));
      return root;
    }
    const refused = (root: string) => {
      const before = snapshot(root);
      assert.throws(() => recover(root), { name: 'UserError', line: NOT_OWN });
      assert.throws(() => rootAbove(root), { name: 'UserError', line: NOT_OWN });
      const { '.ml-image/lock': _lock, ...after } = snapshot(root) ?? {};
      assert.deepEqual(after, before);
    };

    it('is put right in its own folder', async () => {
      assert.notEqual(recover(await half()).outcome, 'nothing');
    });

    it('is put right in a folder that was moved meanwhile', async () => {
      const root = await half();
      fs.renameSync(root, `${root}-moved`);
      assert.notEqual(recover(`${root}-moved`).outcome, 'nothing');
    });

    it('is not put right in a copy', async () => {
      const root = await half();
      fs.cpSync(root, `${root}-copy`, { recursive: true, verbatimSymlinks: true });
      refused(`${root}-copy`);
    });

    it('is told, and nothing is changed, with another home', async () => {
      const root = await half();
      process.env.XDG_STATE_HOME = emptyFolder();
      refused(root);
    });

    it('is told where no key could be made for it', async () => {
      put(home, { file: '' });
      process.env.XDG_STATE_HOME = join(home, 'file');
      process.env.TMPDIR = emptyFolder();
      fs.writeFileSync(join(process.env.TMPDIR, `ml-image-${process.getuid?.() ?? 'user'}`), '');
      refused(await half());
    });

    for (const [what, spoil] of [
      ['with another path', (text: string) => text.replace('docs/new.txt', 'docs/old.txt')],
      ['without signatures', (text: string) => text.replace(/^.*\n/, '')],
      ['with an empty line of them', (text: string) => text.replace(/^.*\n/, '\n')],
    ] as const)
      it(`is not believed ${what}`, async () => {
        const root = await half();
        const path = join(root, '.ml-image/run/journal.json');
        const text = fs.readFileSync(path, 'utf8');
        assert.notEqual(spoil(text), text);
        fs.writeFileSync(path, spoil(text));
        refused(root);
      });

    it('is undone where what it staged is not what it was', async () => {
      const root = await half();
      const staged = join(root, '.ml-image/run/new');
      const [name] = fs.readdirSync(staged);
      assert.ok(name !== undefined);
      fs.writeFileSync(join(staged, name), 'another');
      assert.equal(recover(root).outcome, 'undone');
      assert.match(fs.readFileSync(join(root, 'Dockerfile'), 'utf8'), /^FROM a\n/);
    });
  });
});
