/** Kills real processes in the middle of a run, and looks at what they leave. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isInterrupted, recover } from '../../src/folder/recover.ts';
import { run, snapshot } from './folders.ts';
import { orNull, type Scenario } from './scenario.ts';

const SCRIPT = fileURLToPath(new URL('slow-run.ts', import.meta.url));

const started: ChildProcessWithoutNullStreams[] = [];

/** Ends all runners that still wait; for `afterEach`, so that a failed test does not keep the others waiting. */
export function endRunners(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

/** A process that waits for a scenario, ready to begin at once. */
export async function startRunner(): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(process.execPath, ['--import=tsx', SCRIPT]);
  started.push(child);
  child.stderr.resume();
  await says(child, 'ready');
  return child;
}

/** Lets it begin, and resolves when it has. */
export async function begin(
  child: ChildProcessWithoutNullStreams,
  scenario: Scenario,
): Promise<void> {
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(scenario)}\n`);
  await says(child, 'begun');
}

async function says(child: ChildProcessWithoutNullStreams, word: string): Promise<void> {
  for (;;) {
    const [data] = await once(child.stdout, 'data');
    if (String(data).includes(word)) return;
  }
}

/** What a killed run left: as before, as after, or something that is told and put right. */
export type Left = 'before' | 'after' | 'interrupted';

/**
 * Kills a run of a scenario after so many milliseconds, and checks that what it left is exactly the folder
 * before or after it, or is told to be interrupted and then made exactly one of both.
 */
export async function killAfter(
  make: () => Promise<Scenario>,
  milliseconds: number,
): Promise<Left> {
  const [good, scenario, child] = await Promise.all([make(), make(), startRunner()]);
  const before = orNull(snapshot(good.root));
  await run(good.root, good.next, { copies: good.copies });
  const after = snapshot(good.root);
  const { root } = scenario;
  const ended = once(child, 'exit');
  await begin(child, scenario);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await ended;
  const left = snapshot(root);
  const interrupted = isInterrupted(root);
  const found = same(orNull(left), before) ? 'before' : same(left, after) ? 'after' : 'interrupted';
  if (found === 'interrupted' && !isOnlyEmptyOurs(left))
    assert.ok(interrupted, 'not told to be interrupted');
  recover(root);
  const settled = orNull(snapshot(root));
  if (!same(settled, after)) assert.deepEqual(settled, before);
  assert.equal(isInterrupted(root), false);
  return found;
}

/** A run that was killed at its very first step has made `.ml-image/` and nothing in it. */
function isOnlyEmptyOurs(left: Record<string, string> | null): boolean {
  return same(left, { '.ml-image': 'dir' });
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  return value && typeof value === 'object' ? Object.entries(value).sort() : value;
}
