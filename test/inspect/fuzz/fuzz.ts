/** Inspects copies of a victim, and says what must not have happened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspectModel } from '../../../src/inspect/inspect.ts';
import { damagedBytes } from '../mutate.ts';
import { damagedContainers } from './containers.ts';
import { damagedDirectories } from './directories.ts';
import { hostileDirectories } from './hostile-directories.ts';
import { hostileFiles } from './hostile-files.ts';
import { randomOf } from './random.ts';
import type { Victim } from './victim.ts';

/** Models that are damaged in bytes, in what contains them, or as directories. */
export async function damaged(): Promise<Victim[]> {
  return [...(await damagedBytes()), ...(await damagedContainers()), ...damagedDirectories()];
}

/** Models with something hostile in them. */
export async function hostile(): Promise<Victim[]> {
  return [...(await hostileFiles()), ...hostileDirectories()];
}

/** What inspecting copies came to. */
export interface Outcome {
  tried: number;
  /** How many were read all the same, and how many were refused with a line. */
  read: number;
  refused: number;
  /** Milliseconds of the slowest. */
  slowest: number;
  /** What must not happen: a crash, a message of several lines, an endless look, a verdict that is too good. */
  failures: string[];
}

/** Longest that one copy may take, in milliseconds. */
const LIMIT = 2000;
/** Verdicts by which loading a model runs nothing that its makers did not write. */
const GOOD = ['data-only', 'known-imports'];

/**
 * Inspects copies of one victim.
 * @param count how many; copy number n of a victim is the same in every run
 * @param until when to stop earlier, as `performance.now()`; one copy is tried in any case
 */
export async function fuzz(victim: Victim, count: number, until = Infinity): Promise<Outcome> {
  const outcome: Outcome = { tried: 0, read: 0, refused: 0, slowest: 0, failures: [] };
  const directory = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
  const target = path.join(directory, 'model');
  try {
    for (let seed = 1; seed <= count; seed++) {
      if (seed > 1 && performance.now() > until) break;
      rmSync(target, { recursive: true, force: true });
      const done = victim.write(target, randomOf(seed));
      const fail = (what: string) =>
        outcome.failures.push(`${victim.name}, copy ${seed} (${done}): ${what}`);
      const start = performance.now();
      outcome.tried++;
      try {
        const { safety } = await inspectModel(target);
        outcome.read++;
        if (victim.hostile && GOOD.includes(safety.verdict)) fail(`is called ${safety.verdict}`);
      } catch (error) {
        outcome.refused++;
        const { name, message, stack } = error as Error;
        if (name !== 'UserError' || /[\n\r]/.test(message)) fail(`${stack}`);
      }
      const time = performance.now() - start;
      outcome.slowest = Math.max(outcome.slowest, time);
      if (time > LIMIT) fail(`${Math.round(time)} ms`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return outcome;
}
