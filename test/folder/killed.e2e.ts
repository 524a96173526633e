/**
 * The real command, killed: once at each of its calls that change the disk, its recovery too, and at random
 * moments. It works in an image folder inside another one, which must never be taken for it.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { command, type Death, MODEL } from './command.ts';
import { emptyFolder, put, removeFolders, snapshot } from './folders.ts';

const KILLS = Number(process.env.KILLS ?? 120);
const CHANGE = ['regenerate', '--os', 'ubuntu', '--python', '3.12', '--yes'];
const BACK = ['regenerate', '--os', 'debian', '--python', '3.13', '--yes'];
const NEXT = ['regenerate', '--yes'];

type Found = ReturnType<typeof snapshot>;

describe('the command, killed', function () {
  this.timeout(KILLS * 20_000);
  let outer: string;
  let root: string;
  /** The folder before and after the change. */
  let old: Found;
  let changed: Found;
  let above: Found;

  before(async () => {
    outer = emptyFolder();
    await good(outer, ['digits', '--model', MODEL, '--yes']);
    outer = join(outer, 'digits');
    root = join(outer, 'inner');
    await good(outer, ['inner', '--model', MODEL, '--name', 'inner', '--yes']);
    await good(root, BACK);
    put(root, { Dockerfile: `${fs.readFileSync(join(root, 'Dockerfile'), 'utf8')}# mine\n` });
    old = snapshot(root);
    await good(root, CHANGE);
    changed = snapshot(root);
    await good(root, BACK);
    assert.deepEqual(snapshot(root), old);
    above = aboveOnly();
  });
  after(removeFolders);

  async function good(cwd: string, args: string[]): Promise<void> {
    const { status, text } = await command(cwd, args);
    assert.equal(status, 0, text);
  }

  const aboveOnly = () =>
    Object.fromEntries(
      Object.entries(snapshot(outer) ?? {}).filter(([path]) => !path.startsWith('inner/')),
    );

  /** Checks that what was killed is told as long as it is half-way, and then mended to the old or the new. */
  async function assertMended(where: string): Promise<'old' | 'new'> {
    const left = snapshot(root);
    const check = await command(root, ['regenerate', '--check']);
    if (!isSame(left, old) && !isSame(left, changed)) {
      assert.match(check.text, /an earlier run was interrupted/, where);
      assert.equal(check.status, 2, where);
      assert.doesNotMatch(check.text, /you deleted/, where);
    }
    assert.deepEqual(snapshot(root), left, `${where}: --check wrote`);
    const next = await command(root, NEXT);
    assert.equal(next.status, 0, `${where}: ${next.text}`);
    assert.deepEqual(aboveOnly(), above, `${where}: the folder above`);
    const mended = snapshot(root);
    if (isSame(mended, changed)) return 'new';
    assert.deepEqual(mended, old, where);
    return 'old';
  }

  /** From the folder as it was. */
  async function reset(): Promise<void> {
    if (!isSame(snapshot(root), old)) await good(root, BACK);
  }

  it('at each of its calls that change the disk', async () => {
    const found = { old: 0, new: 0 };
    for (let call = 0; ; call++) {
      await reset();
      if ((await command(root, CHANGE, { root, call })).status !== null) break;
      found[await assertMended(`call ${call}`)]++;
    }
    assert.ok(found.old > 20 && found.new > 20, JSON.stringify(found));
  });

  it('and while it recovers', async () => {
    const half = `${outer}.half`;
    const copy = (from: string, to: string) => {
      fs.rmSync(to, { recursive: true, force: true });
      fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    };
    let shift = 0;
    for (let first = 40; ; first += 6) {
      await reset();
      if ((await command(root, CHANGE, { root, call: first })).status !== null) break;
      copy(root, half);
      for (let second = shift++ % 3; ; second += 3) {
        copy(half, root);
        const { status } = await command(root, NEXT, { root, call: second });
        await assertMended(`call ${first}, then ${second}`);
        if (status !== null) break;
      }
    }
    assert.ok(shift > 5);
  });

  it(`at ${KILLS} random moments`, async () => {
    await reset();
    let place: 'old' | 'new' = 'old';
    let interrupted = 0;
    for (let count = 0; count < KILLS; count++) {
      const death: Death = { root, after: Math.random() * 30 };
      await command(root, place === 'old' ? CHANGE : BACK, death);
      const left = snapshot(root);
      if (!isSame(left, old) && !isSame(left, changed)) interrupted++;
      place = await assertMended(`kill ${count}, ${death.after} ms`);
    }
    assert.ok(interrupted > KILLS / 10, `interrupted ${interrupted} times`);
  });

  it('while it makes a new folder, which is then made or not begun', async () => {
    const fresh = join(outer, 'fresh');
    const args = ['fresh', '--model', MODEL, '--yes'];
    await good(outer, args);
    const made = snapshot(fresh);
    fs.rmSync(fresh, { recursive: true });
    for (let call = 0; ; call += 3) {
      const death = { root: fresh, call };
      if ((await command(outer, args, death)).status !== null) break;
      const left = snapshot(fresh);
      if (left && Object.keys(left).some((path) => path.startsWith('.ml-image/'))) {
        const check = await command(fresh, ['regenerate', '--check']);
        if (!isSame(left, made)) {
          assert.match(check.text, /an earlier run was interrupted/, `call ${call}`);
          assert.equal(check.status, 2);
        }
        await command(fresh, NEXT);
        const mended = snapshot(fresh);
        if (!isSame(mended, made)) assert.deepEqual(mended, {}, `call ${call}`);
      }
      if (!isSame(snapshot(fresh), made)) await good(outer, args);
      assert.deepEqual(snapshot(fresh), made, `call ${call}`);
      fs.rmSync(fresh, { recursive: true });
    }
    // The last one was not killed any more.
    assert.deepEqual(snapshot(fresh), made);
    fs.rmSync(fresh, { recursive: true });
    assert.deepEqual(aboveOnly(), above);
  });
});

function isSame(one: Found, other: Found): boolean {
  const sorted = (found: Found) => JSON.stringify(found && Object.entries(found).sort());
  return sorted(one) === sorted(other);
}
