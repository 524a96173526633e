/** Two commands started together lose nothing. `node scripts/pairs.mjs` tries 1,000 pairs of processes. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { passes } from '../../src/core/errors.ts';
import { realDisk } from '../../src/folder/disk.ts';
import { takeLock } from '../../src/folder/run-lock.ts';
import { whenFree } from '../../src/folder/wait.ts';
import { prepareChange } from '../../src/pipeline/change.ts';
import { commit } from '../../src/pipeline/commit.ts';
import { Command } from '../cli/command.ts';
import { emptyFolder, removeFolders, snapshot } from './folders.ts';

const FOLDER = fileURLToPath(
  new URL(`../fixtures/folders/schema-${SCHEMA_VERSION}`, import.meta.url),
);

const COMMANDS: [string[], (root: string) => boolean][] = [
  [['pip', 'tabulate'], (root) => answers(root).pip.includes('tabulate')],
  [['pip', 'humanize'], (root) => answers(root).pip.includes('humanize')],
  [['system', 'git'], (root) => answers(root).system.includes('git')],
  [
    ['spec', '--set', 'organ=brain'],
    (root) => JSON.parse(text(root, 'model-spec.json')).organ === 'brain',
  ],
  [['regenerate', '--image', 'other:1'], (root) => answers(root).image === 'other:1'],
];
const text = (root: string, path: string) => fs.readFileSync(join(root, path), 'utf8');
const answers = (root: string) => JSON.parse(text(root, '.yo-rc.json'))['generator-ml-image'];

describe('two commands in one folder', function () {
  this.timeout(120_000);
  let root: string;
  beforeEach(() => {
    root = emptyFolder();
    fs.cpSync(FOLDER, root, { recursive: true });
  });
  afterEach(removeFolders);

  for (const [at, [one, isWritten]] of COMMANDS.entries())
    for (const [other, isOtherWritten] of COMMANDS.slice(at + 1))
      it(`that are started together are both written: ${one.join(' ')}, ${other.join(' ')}`, async () => {
        const commands = [new Command(), new Command()] as const;
        const statuses = await Promise.all(
          [one, other].map((args, which) => commands[which as 0].run(root, [...args, '--yes'])),
        );
        for (const [which, status] of statuses.entries())
          assert.ok(status === 0 || status === 3, commands[which as 0].err);
        assert.ok(isWritten(root) && isOtherWritten(root));
        assert.deepEqual(fs.readdirSync(join(root, '.ml-image')).sort(), ['base', 'manifest.json']);
      });

  it('decided from the same folder: the second is refused, and writes nothing', async () => {
    const request = (name: string) => ({ cwd: root, add: { pip: [{ text: name, place: '' }] } });
    const first = await prepareChange(request('tabulate'));
    const second = await prepareChange(request('humanize'));
    await commit(first);
    const before = snapshot(root);
    await assert.rejects(commit(second), (error: Error) => {
      assert.match(String(error), /^UserError: \S+ was changed while this ran; run this again$/);
      return passes(error, 'changed');
    });
    assert.deepEqual(snapshot(root), before);
    await commit(await prepareChange(request('humanize')));
    assert.deepEqual(answers(root).pip.slice(-2), ['tabulate', 'humanize']);
  });

  it('wait for each other, and the second says who is at work where that takes too long', async () => {
    const lock = takeLock(realDisk, root);
    const begun = Date.now();
    await assert.rejects(
      whenFree(() => takeLock(realDisk, root), 100),
      { name: 'UserError', line: /^process \d+ on .* is at work/ },
    );
    assert.ok(Date.now() - begun >= 100);
    setTimeout(() => lock.release(), 60);
    (await whenFree(() => takeLock(realDisk, root), 5000)).release();
  });

  it('of which one runs on another machine do not wait', async () => {
    fs.symlinkSync(
      JSON.stringify({ pid: 7, host: 'elsewhere', began: null }),
      join(root, '.ml-image/lock'),
    );
    const begun = Date.now();
    await assert.rejects(
      whenFree(() => takeLock(realDisk, root), 5000),
      /on elsewhere is at work/,
    );
    assert.ok(Date.now() - begun < 4000);
  });
});
