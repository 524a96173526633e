/** A person saves, or deletes, a file at each file system call of a run: that is never lost. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { passes } from '../../src/core/errors.ts';
import type { Disk } from '../../src/folder/disk.ts';
import { Command } from '../cli/command.ts';
import { emptyFolder, removeFolders, run, snapshot } from './folders.ts';
import { changing } from './scenario.ts';

/** What is tried: one of so many calls, 1 for each. */
export interface Spacing {
  /** Of those of a change set that is applied. */
  applied: number;
  /** Of those of a command. */
  command: number;
}

/** As it is loaded, before anything is put in front of it. */
const real = { ...fs };
const SPARE = () => join(emptyFolder(), 'draft');

/** How editors save; each gives whether there was something to do. */
const WAYS: Record<string, (path: string, text: string) => boolean> = {
  'in place'(path, text) {
    real.mkdirSync(dirname(path), { recursive: true });
    real.writeFileSync(path, text);
    return true;
  },
  'by a new file'(path, text) {
    const draft = SPARE();
    real.writeFileSync(draft, text);
    real.mkdirSync(dirname(path), { recursive: true });
    real.renameSync(draft, path);
    return true;
  },
  'by deleting it'(path) {
    if (!real.lstatSync(path, { throwIfNoEntry: false })) return false;
    real.rmSync(path);
    return true;
  },
};

/** A disk at whose call of this number something happens first. */
function disturbedDisk(at: number, act: () => void): { disk: Disk; calls(): number } {
  let count = 0;
  const disk = new Proxy(fs, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...given: unknown[]) => unknown;
      if (typeof call !== 'function' || !name.endsWith('Sync')) return call;
      return (...given: unknown[]) => {
        if (count++ === at) act();
        return name === 'fsyncSync' ? undefined : call(...given);
      };
    },
  }) as unknown as Disk;
  return { disk, calls: () => count };
}

/** Without the folders that a deletion leaves empty. */
const files = (found: Record<string, string>) =>
  Object.fromEntries(Object.entries(found).filter(([, what]) => what !== 'dir'));

const FOLDER = fileURLToPath(
  new URL(`../fixtures/folders/schema-${SCHEMA_VERSION}`, import.meta.url),
);
const appended = (text: string) => `${text}# mine\n`;
const withKey = (text: string, set: (value: Record<string, never>) => object) =>
  JSON.stringify(set(JSON.parse(text)), null, 2);
const FILES: [string, (text: string) => string, RegExp][] = [
  [
    '.yo-rc.json',
    (text) =>
      withKey(text, ({ 'generator-ml-image': ours, ...rest }) => ({
        'generator-ml-image': { ...(ours as unknown as object), image: 'mine:9' },
        ...rest,
      })),
    /"image": "mine:9"/,
  ],
  [
    'model-spec.json',
    (text) => withKey(text, (value) => ({ ...value, organ: 'liver' })),
    /"organ": "liver"/,
  ],
  ['Dockerfile', appended, /^# mine$/m],
  ['model.py', appended, /^# mine$/m],
  ['requirements.txt', appended, /^# mine$/m],
  ['runner/text.py', appended, /^# mine$/m],
];

/** Defines the tests. */
export function edits({ applied, command }: Spacing): void {
  whileApplied(applied);
  whileRunning(command);
}

function whileApplied(step: number): void {
  describe('a file that a person changes while a change set is applied', function () {
    this.timeout(600_000);
    afterEach(removeFolders);

    for (const [how, edit] of Object.entries(WAYS))
      for (const path of ['Dockerfile', '.yo-rc.json', 'notes/old.txt', 'docs/new.txt', 'bin/run'])
        it(`is kept: ${path} ${how}, at each call`, async () => {
          const good = await changing();
          const before = snapshot(good.root) ?? {};
          await run(good.root, good.next, { copies: good.copies });
          const after = snapshot(good.root) ?? {};
          const refused = { count: 0 };
          for (let at = (path.length + how.length) % step; ; at += step) {
            const { root, next, copies } = await changing();
            let done = false;
            const { disk, calls } = disturbedDisk(at, () => {
              done = edit(join(root, path), 'saved by hand\n');
            });
            const error = await run(root, next, { copies, disk }).then(() => null, Object);
            if (calls() <= at) break;
            if (error) {
              assert.ok(passes(error, 'changed'), `call ${at}: ${(error as Error).stack}`);
              refused.count++;
            }
            const { [path]: _was, ...others } = error ? before : after;
            const { [path]: found, ...left } = snapshot(root) ?? {};
            assert.deepEqual(files(left), files(others), `call ${at}`);
            if (done && how !== 'by deleting it')
              assert.equal(found?.replace(/^\d+ /, ''), 'saved by hand\n', `call ${at}`);
            else if (done) assert.equal(found, undefined, `call ${at}`);
            removeFolders();
          }
          if (path === 'Dockerfile') assert.ok(refused.count > 2, `refused ${refused.count} times`);
        });
  });
}

function whileRunning(step: number): void {
  describe('a file that a person changes while a command runs', function () {
    this.timeout(3_600_000);
    const builtin = createRequire(import.meta.url)('node:fs') as Record<string, unknown>;
    const restore = () => {
      for (const [name, call] of Object.entries(real))
        if (name.endsWith('Sync')) builtin[name] = call;
      syncBuiltinESMExports();
    };
    afterEach(() => {
      restore();
      removeFolders();
    });

    type Counts = (name: string, given: unknown[]) => boolean;

    /** Lets something happen before the call of this number, of those that count. */
    function disturb(counts: Counts, at: number, act: () => void): () => number {
      let count = 0;
      for (const [name, call] of Object.entries(real)) {
        if (!name.endsWith('Sync') || typeof call !== 'function') continue;
        builtin[name] = (...given: unknown[]) => {
          if (counts(name, given) && count++ === at) act();
          return (call as (...given: unknown[]) => unknown).apply(builtin, given);
        };
      }
      syncBuiltinESMExports();
      return () => count;
    }

    /** One command, with a save before the call of a number; null where it makes fewer calls. */
    async function outcome(
      [path, edited, isThere]: (typeof FILES)[number],
      how: string,
      at: number,
      countsIn: (root: string) => Counts,
    ): Promise<'merged' | 'refused' | null> {
      const root = emptyFolder();
      fs.cpSync(FOLDER, root, { recursive: true });
      const before = snapshot(root) ?? {};
      const former = real.readFileSync(join(root, path), 'utf8');
      const calls = disturb(countsIn(root), at, () => {
        const file = join(root, path);
        const now = real.existsSync(file) ? real.readFileSync(file, 'utf8') : former;
        WAYS[how]?.(file, edited(now));
      });
      const command = new Command();
      const status = await command.run(root, ['pip', 'tabulate', '--yes']);
      restore();
      if (calls() <= at) return null;
      const where = `call ${at}: ${command.err}`;
      assert.match(real.readFileSync(join(root, path), 'utf8'), isThere, where);
      if (status === 1) {
        const { [path]: _old, ...others } = before;
        const { [path]: _new, ...left } = snapshot(root) ?? {};
        assert.match(command.err, /^ml-image: [^\n]*run this again\n$/, where);
        assert.deepEqual(left, others, where);
        return 'refused';
      }
      assert.ok(status === 0 || status === 3, where);
      const requirements = real.readFileSync(join(root, 'requirements.txt'), 'utf8');
      assert.match(requirements, /^tabulate$/m, where);
      return 'merged';
    }

    /** From a call on, at every so many. */
    async function all(
      first: number,
      by: number,
      tried: (at: number) => ReturnType<typeof outcome>,
    ) {
      const ended = { merged: 0, refused: 0 };
      for (let at = first; ; at += by) {
        const what = await tried(at);
        if (!what) return ended;
        ended[what]++;
        removeFolders();
      }
    }

    for (const file of FILES) {
      const [path] = file;
      for (const how of ['in place', 'by a new file'])
        it(`is merged or the command says so: ${path} ${how}`, async () => {
          const below = (root: string) => (_name: string, given: unknown[]) =>
            given.some((one) => typeof one === 'string' && one.startsWith(root));
          const first = (path.length * how.length) % step;
          const ended = await all(first, step, (at) => outcome(file, how, at, below));
          assert.ok(ended.merged > 0);
        });

      it(`is merged or the command says so: ${path} before each reading of it`, async () => {
        const readings = (root: string) => (name: string, given: unknown[]) =>
          name === 'readFileSync' && given[0] === join(root, path);
        const ended = await all(0, 1, (at) => outcome(file, 'by a new file', at, readings));
        assert.ok(ended.merged > 0 && ended.merged + ended.refused > 1, JSON.stringify(ended));
      });
    }
  });
}
