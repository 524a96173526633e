/** A run, and its recovery, that fail or die at their file system calls: what they leave, and what is said of it. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isUserError, UserError } from '../../src/core/errors.ts';
import { recover } from '../../src/folder/recover.ts';
import { rootAbove, rootToChange } from '../../src/pipeline/find-folder.ts';
import { type Failure, failingDisk } from './failing.ts';
import { removeFolders, run, snapshot } from './folders.ts';
import { changing, fresh, orNull, type Scenario } from './scenario.ts';

type Found = Record<string, string> | null;

/** What is tried: every call, or each of so many. */
export interface Density {
  /** Of all calls at which a run fails. */
  all: number;
  /** Of those that change the disk. */
  changing: number;
  /** Of the calls at which a run dies, where its recovery fails too, and of the recovery's. */
  again: number;
}

const SCENARIOS = [
  ['a change', changing],
  ['a new folder', fresh],
] as const;
const WAYS = [
  ['', true],
  [', without second names', false],
] as const;

/** Defines the tests. */
export function injections({ all, changing: some, again }: Density): void {
  for (const [what, make] of SCENARIOS)
    for (const [how, links] of WAYS)
      describe(`${what}, all or nothing${how}`, function () {
        this.timeout(600_000);
        afterEach(removeFolders);

        /** Carries a scenario out, as far as the disk lets it. */
        const attempt = ({ root, next, copies }: Scenario, failure: Failure) =>
          run(root, next, { copies, disk: failingDisk({ ...failure, links }).disk });

        /** One good run: the folder before and after it, and its calls. */
        async function goodRun(mutating: boolean) {
          const { root, next, copies } = await make();
          const before = orNull(snapshot(root));
          const { disk, calls } = failingDisk({ at: -1, how: 'EIO', mutating, links });
          await run(root, next, { copies, disk });
          return { before, after: snapshot(root), calls: calls() };
        }

        for (const [code, mutating, step] of [
          ['ENOSPC', true, some],
          ['EACCES', true, some],
          ['EIO', false, all],
        ] as const)
          it(`when a call fails with ${code}`, async () => {
            const good = await goodRun(mutating);
            for (let at = code === 'EACCES' ? step - 1 : 0; at < good.calls; at += step) {
              const scenario = await make();
              const { root } = scenario;
              const failed = await attempt(scenario, { at, how: code, mutating }).then(
                () => null,
                asUserError,
              );
              const expected = failed ? good.before : good.after;
              assert.deepEqual(withoutRun(snapshot(root)), expected, `call ${at}: ${failed}`);
              mend(root);
              assert.deepEqual(orNull(snapshot(root)), expected, `call ${at}, recovered`);
              removeFolders();
            }
          });

        it('when permission is lost half-way', async () => {
          const good = await goodRun(true);
          const told = new Set<string>();
          for (let at = 0; at < good.calls; at += some) {
            const scenario = await make();
            const failure = { at, how: 'EACCES', mutating: true, forever: true };
            const failed = await attempt(scenario, failure).then(() => null, asUserError);
            if (failed) told.add(failed.line.split('; ')[1] ?? '');
            assertMended(scenario.root, good, `call ${at}`);
            removeFolders();
          }
          assert.deepEqual(
            [...told],
            [
              'nothing was changed',
              'the folder is half-way now, and the next command that writes will finish or undo it',
            ],
          );
        });

        it('when the process dies at a call that changes the disk', async () => {
          const good = await goodRun(true);
          let finished = 0;
          for (let at = 0; at < good.calls; at += some) {
            const scenario = await make();
            await dies(attempt(scenario, { at, how: 'kill', mutating: true }));
            if (assertMended(scenario.root, good, `call ${at}`) === good.after) finished++;
            removeFolders();
          }
          assert.ok(finished > 0 && finished < good.calls);
        });

        for (const [code, mutating] of [
          ['kill', true],
          ['ENOSPC', true],
          ['EIO', false],
        ] as const)
          it(`when the process dies, and its recovery meets ${code}`, async () => {
            const good = await goodRun(true);
            let count = 0;
            for (let at = count % again; at < good.calls; at += again)
              for (let second = count++ % again; ; second += again) {
                const scenario = await make();
                const { root } = scenario;
                await dies(attempt(scenario, { at, how: 'kill', mutating: true }));
                endProcess(root);
                const failing = failingDisk({ at: second, how: code, mutating, links });
                let failed: unknown = null;
                try {
                  recover(root, failing.disk);
                } catch (error) {
                  failed = error;
                }
                if (failed && code !== 'kill') asUserError(failed);
                assertMended(root, good, `call ${at}, then ${second}`);
                removeFolders();
                if (failing.calls() <= second) break;
              }
          });
      });
}

/** Checks that a folder which is half-way is told to be, and that the next command makes it the old or the new. */
function assertMended(root: string, good: { before: Found; after: Found }, where: string): Found {
  endProcess(root);
  const left = withoutRun(snapshot(root));
  if (!isSame(left, good.before) && !isSame(left, good.after))
    assert.throws(
      () => rootAbove(root, 2),
      (error: UserError) =>
        /an earlier run was interrupted/.test(error.message) && error.exitCode === 2,
      `${where}: nothing told`,
    );
  mend(root);
  const mended = orNull(snapshot(root));
  if (isSame(mended, good.after)) return good.after;
  assert.deepEqual(mended, good.before, where);
  return good.before;
}

/** What the next command does that writes: one in the folder, else one that makes it anew. */
function mend(root: string): void {
  endProcess(root);
  const outer = outerOf(root);
  const before = fs.readdirSync(outer);
  try {
    // Nobody changed a file, so nobody is told of one.
    if (fs.existsSync(root)) assert.deepEqual(rootToChange(root).notes, []);
  } catch (error) {
    if (!isUserError(error) || !/was interrupted, and is undone now/.test(error.message))
      throw error;
  }
  recover(root);
  assert.deepEqual(fs.readdirSync(outer), before, 'the folder above was changed');
}

/** The image folder that the scenario lies in. */
function outerOf(root: string): string {
  const above = dirname(root);
  return fs.existsSync(join(above, '.yo-rc.json')) ? above : dirname(above);
}

async function dies(run: Promise<unknown>): Promise<void> {
  // At its very end it has nothing more to lose, and ends as if nothing had been.
  await run.catch((error: Error) => assert.match(error.message, /kill/));
}

/** The error that a person would see: one line. */
function asUserError(error: unknown): UserError {
  assert.ok(error instanceof UserError, (error as Error).stack);
  assert.ok(!error.message.includes('\n'));
  return error;
}

/** This process goes on: its locks become those of one that is gone. Linux gives no number above 2^22. */
function endProcess(root: string): void {
  const lock = join(root, '.ml-image/lock');
  if (!fs.lstatSync(lock, { throwIfNoEntry: false })) return;
  fs.rmSync(lock);
  fs.symlinkSync(JSON.stringify({ pid: 2 ** 30, host: hostname(), began: null }), lock);
}

/** What a failed clean-up leaves is not the folder's: the next run removes it. */
function withoutRun(found: Found): Found {
  if (!found) return null;
  const kept = Object.entries(found).filter(([path]) => !/^\.ml-image\/(run|lock)/.test(path));
  return orNull(
    Object.fromEntries(kept.filter(([path, what]) => !(path === '.ml-image' && what === 'dir'))),
  );
}

function isSame(one: Found, other: Found): boolean {
  const sorted = (found: Found) => JSON.stringify(found && Object.entries(found).sort());
  return sorted(one) === sorted(other);
}
