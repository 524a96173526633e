import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/errors.ts';
import { recover } from '../../src/reconcile/recover.ts';
import { failingDisk } from './failing.ts';
import { removeFolders, run, snapshot } from './folders.ts';
import { changing, fresh, orNull } from './scenario.ts';

for (const [what, make] of [
  ['a change', changing],
  ['a new folder', fresh],
] as const)
  describe(`${what}, all or nothing`, () => {
    afterEach(removeFolders);

    /** Counts the calls of one good run, and photographs the folder before and after it. */
    async function goodRun(mutating: boolean) {
      const { root, next, copies } = await make();
      const before = snapshot(root);
      const { disk, calls } = failingDisk({ at: -1, how: 'EIO', mutating });
      await run(root, next, { copies, disk });
      return { before, after: snapshot(root), calls: calls() };
    }

    for (const [how, mutating, step] of [
      ['ENOSPC', true, 1],
      ['EACCES', true, 1],
      ['EIO', false, 9],
    ] as const)
      it(`when a single call fails with ${how}`, async function () {
        this.timeout(60_000);
        const good = await goodRun(mutating);
        for (let at = 0; at < good.calls; at += step) {
          const { root, next, copies } = await make();
          const { disk } = failingDisk({ at, how, mutating });
          const failure = await run(root, next, { copies, disk }).then(() => null, asUserError);
          const expected = failure ? good.before : good.after;
          assert.deepEqual(withoutRun(snapshot(root)), expected, `call ${at}: ${failure}`);
          endProcess(root);
          recover(root);
          assert.deepEqual(orNull(snapshot(root)), expected, `call ${at}, recovered`);
          removeFolders();
        }
      });

    it('when permission is lost half-way', async function () {
      this.timeout(60_000);
      const good = await goodRun(true);
      const told = new Set<string>();
      for (let at = 0; at < good.calls; at++) {
        const { root, next, copies } = await make();
        const { disk } = failingDisk({ at, how: 'EACCES', mutating: true, forever: true });
        const failure = await run(root, next, { copies, disk }).then(() => null, asUserError);
        if (failure) told.add(failure.message.split('; ')[1] ?? '');
        endProcess(root);
        recover(root);
        const left = orNull(snapshot(root));
        if (!isDeepEqual(left, good.after)) assert.deepEqual(left, good.before, `call ${at}`);
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

    it('when the process dies at any call that changes the disk', async function () {
      this.timeout(60_000);
      const good = await goodRun(true);
      let finished = 0;
      for (let at = 0; at < good.calls; at++) {
        const { root, next, copies } = await make();
        const { disk } = failingDisk({ at, how: 'kill', mutating: true });
        await assert.rejects(
          run(root, next, { copies, disk }).then(() => Promise.reject(new Error('done'))),
        );
        endProcess(root);
        recover(root);
        const left = orNull(snapshot(root));
        if (isDeepEqual(left, good.after)) finished++;
        else assert.deepEqual(left, good.before, `call ${at}`);
        removeFolders();
      }
      assert.ok(finished > 0 && finished < good.calls);
    });

    it('when the process dies, and dies again while that is put right', async function () {
      this.timeout(60_000);
      const good = await goodRun(true);
      for (let at = 0; at < good.calls; at += 4)
        for (let again = at % 2; again < 12; again += 2) {
          const { root, next, copies } = await make();
          await run(root, next, {
            copies,
            disk: failingDisk({ at, how: 'kill', mutating: true }).disk,
          }).catch(() => {});
          endProcess(root);
          try {
            recover(root, failingDisk({ at: again, how: 'kill', mutating: true }).disk);
          } catch {
            endProcess(root);
          }
          recover(root);
          const left = orNull(snapshot(root));
          if (!isDeepEqual(left, good.after))
            assert.deepEqual(left, good.before, `${at}, ${again}`);
          removeFolders();
        }
    });
  });

/** The error that a person would see: one line. */
function asUserError(error: unknown): UserError {
  assert.ok(error instanceof UserError, String(error));
  assert.ok(!error.message.includes('\n'));
  return error;
}

/** A lock is stale only when its process has ended, which this one does not for each case. */
function endProcess(root: string): void {
  fs.rmSync(join(root, '.ml-image/lock'), { force: true });
}

/** What a failed clean-up leaves is not the folder's: the next run removes it. */
function withoutRun(found: Record<string, string> | null) {
  if (!found) return null;
  const kept = Object.entries(found).filter(([path]) => !/^\.ml-image\/(run|lock)/.test(path));
  return orNull(
    Object.fromEntries(kept.filter(([path, what]) => !(path === '.ml-image' && what === 'dir'))),
  );
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
