/** The command as it is installed, in processes that are killed, in folders with real answers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const BIN = at('../../dist/bin/ml-image.cjs');
const DYING = at('dying.cjs');

/** A model that a new folder is made of. */
export const MODEL = at('../fixtures/models/digits.keras');

export interface Ran {
  /** Null: killed. */
  status: number | null;
  /** What it printed, on both. */
  text: string;
}

/** When a process is killed. */
export interface Death {
  /** The image folder that it works in. */
  root: string;
  /** At its nth call that changes the folder. */
  call?: number;
  /** So many milliseconds after it has locked the folder. */
  after?: number;
}

/** Runs the command in a folder, and kills it where that is wanted. */
export async function command(cwd: string, args: string[], death?: Death): Promise<Ran> {
  const dies = death?.call !== undefined;
  const child = spawn(process.execPath, [...(dies ? ['-r', DYING] : []), BIN, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      DIE_AT: String(death?.call),
      DIE_ROOT: death?.root ?? '',
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      text += data;
    });
  const closed = once(child, 'close');
  if (death?.after !== undefined) await killAfter(child, death.root, death.after);
  const [status] = await closed;
  return { status, text };
}

async function killAfter(child: ChildProcess, root: string, after: number): Promise<void> {
  const lock = join(root, '.ml-image/lock');
  const runs = () => child.exitCode === null && child.signalCode === null;
  while (runs() && !fs.lstatSync(lock, { throwIfNoEntry: false }))
    await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
}
