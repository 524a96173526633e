/** A folder that came with a clone, through the command: what it brings harms nobody. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { Command } from '../cli/command.ts';
import { emptyFolder, put, removeFolders, snapshot } from './folders.ts';

const at = (path: string) => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
const FOLDER = at(`folders/schema-${SCHEMA_VERSION}`);
const HOSTILE = at('security/hostile_repository');

const WRITING: [string, string[]][] = [
  ['regenerate', ['--yes']],
  ['pip', ['tabulate', '--yes']],
  ['system', ['git', '--yes']],
  ['spec', ['--set', 'organ=brain', '--yes']],
  ['pin', ['--remove', '--yes']],
];

describe('a cloned folder', function () {
  this.timeout(60_000);
  let command: Command;
  beforeEach(() => {
    command = new Command();
  });
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
    removeFolders();
  });

  /** Lets a second pass whenever somebody looks, so that a wait for another run ends soon. */
  function hastenClock(): void {
    let passed = 0;
    Date.now = () => {
      passed += 1000;
      return now() + passed;
    };
  }

  /** Commits an image folder, with what `spoil` does to it, and gives a clone. */
  function cloned(spoil: (root: string) => void): string {
    const [origin, clone] = [emptyFolder(), join(emptyFolder(), 'clone')];
    fs.cpSync(FOLDER, origin, { recursive: true });
    spoil(origin);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: origin, stdio: 'pipe' });
    git('init', '-q');
    git('add', '-A', '-f');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'x');
    git('clone', '-q', origin, clone);
    return clone;
  }
  const withJournal = (root: string) => fs.cpSync(HOSTILE, root, { recursive: true });
  const files = (root: string) =>
    Object.entries(snapshot(root) ?? {}).filter(([path]) => !path.startsWith('.git/'));

  for (const [name, args] of WRITING)
    it(`with a journal in it changes nothing by ${name}, and is told in one line`, async () => {
      const clone = cloned(withJournal);
      const before = files(clone);
      assert.equal(await command.run(clone, [name, ...args]), 1);
      assert.match(
        command.err,
        /^ml-image: \.ml-image\/run\/journal\.json was not written by a run of yours .*; delete \.ml-image\/run\/ .*\n$/,
      );
      assert.deepEqual(files(clone), before);
      assert.ok(!fs.existsSync(join(clone, 'model/.git')));
    });

  for (const flag of ['--check', '--dry-run'])
    it(`with a journal in it is told by ${flag}`, async () => {
      const clone = cloned(withJournal);
      assert.equal(await command.run(clone, ['regenerate', flag]), flag === '--check' ? 2 : 1);
      assert.match(command.err, /was not written by a run of yours/);
    });

  it('works as any other once what it brought is deleted', async () => {
    const clone = cloned(withJournal);
    fs.rmSync(join(clone, '.ml-image/run'), { recursive: true });
    const status = await command.run(clone, ['pip', 'tabulate', '--yes']);
    assert.ok([0, 3].includes(status), command.err);
    assert.match(fs.readFileSync(join(clone, 'requirements.txt'), 'utf8'), /^tabulate$/m);
  });

  for (const [what, holder] of [
    ['another machine', { pid: 7, host: 'elsewhere', began: null }],
    ['a process that runs here', { pid: process.ppid, host: hostname(), began: null }],
    ['a name that a terminal would act on', { pid: 7, host: '\u001b[2Jx', began: null }],
  ] as const)
    it(`with a lock of ${what} says in one line what to delete`, async () => {
      const clone = cloned((root) =>
        fs.symlinkSync(JSON.stringify(holder), join(root, '.ml-image/lock')),
      );
      const before = files(clone);
      hastenClock();
      assert.equal(await command.run(clone, ['pip', 'tabulate', '--yes']), 1);
      assert.match(
        command.err,
        /^ml-image: process \d+ on .*a clone .*delete \.ml-image\/lock\)\n$/,
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
      assert.doesNotMatch(command.err, /\u001b/);
      assert.deepEqual(files(clone), before);
    });

  it('with a folder among what a run left does not have it removed', async () => {
    const root = emptyFolder();
    fs.cpSync(FOLDER, root, { recursive: true });
    put(root, { '.ml-image/run/new/.git/config': 'x' });
    const before = snapshot(root);
    assert.equal(await command.run(root, ['pip', 'tabulate', '--yes']), 1);
    assert.match(command.err, /is nothing that a run of ml-image leaves; look at it, then delete/);
    assert.deepEqual(snapshot(root), before);
  });

  for (const path of ['model/.git/config', 'model/x/.GIT/hooks/y'])
    it(`whose manifest says that ${path} was copied keeps that file`, async () => {
      const root = emptyFolder();
      fs.cpSync(FOLDER, root, { recursive: true });
      const file = join(root, '.ml-image/manifest.json');
      const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
      manifest.model.push({ path, size: 1, sample: '0'.repeat(64) });
      fs.writeFileSync(file, JSON.stringify(manifest));
      put(root, { [path]: 'x' });
      put(emptyFolder(), {});
      const model = at('models/digits.keras');
      const status = await command.run(root, ['regenerate', '--model', model, '--yes']);
      assert.ok([0, 3].includes(status), command.err);
      assert.equal(fs.readFileSync(join(root, path), 'utf8'), 'x');
    });
});
