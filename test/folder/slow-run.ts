/**
 * A process of its own that carries out a scenario slowly, so that it can be killed in the middle.
 * Reads the scenario as a line of JSON on stdin, says `begun`, and `done` when it is through.
 */
import * as fs from 'node:fs';
import { createInterface } from 'node:readline';
import type { Disk } from '../../src/folder/disk.ts';
import { run } from './folders.ts';
import type { Scenario } from './scenario.ts';

/** Milliseconds that each call takes which changes the disk. */
const SLOWNESS = 1;
const CHANGES = /^(write|mkdir|rmdir|rename|unlink|rm|link|symlink|copyFile|fchmod)/;

const clock = new Int32Array(new SharedArrayBuffer(4));
const disk = new Proxy(fs, {
  get(target, name: keyof Disk) {
    const call = target[name] as (...given: unknown[]) => unknown;
    if (!CHANGES.test(name)) return call;
    return (...given: unknown[]) => {
      Atomics.wait(clock, 0, 0, SLOWNESS);
      return call(...given);
    };
  },
}) as unknown as Disk;

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { root, next, copies } = JSON.parse(line) as Scenario;
  process.stdout.write('begun\n');
  await run(root, next, { copies, disk });
  process.stdout.write('done\n');
  process.stdin.destroy();
  break;
}
