/** The linters that have nothing to say of a generated folder. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import type { Folder } from './folder.ts';
import { type Ran, run } from './run.ts';
import { prepareTools } from './tools.ts';

/** Throws where hadolint says anything of the folder's Dockerfile. */
export async function hadolint(folder: Folder): Promise<void> {
  silent(await inFolder(folder, join(await prepareTools(), 'hadolint'), 'Dockerfile'));
}

/** Throws where ruff finds anything in the folder's Python, or would format it otherwise. */
export async function ruff(folder: Folder): Promise<void> {
  const tool = join(await prepareTools(), 'ruff');
  silent(await inFolder(folder, tool, 'check', '--isolated', '--quiet', '.'));
  silent(await inFolder(folder, tool, 'format', '--isolated', '--quiet', '--check', '.'));
}

/** Throws where ABLInfer's own check says anything of the folder's specification. */
export async function ablinfer(folder: Folder): Promise<void> {
  const python = join(await prepareTools(), 'python');
  const checked = await inFolder(folder, python, '-m', 'ablinfer.model', 'model-spec.json');
  assert.equal(checked.status, 0, checked.stderr);
  assert.equal(checked.stderr, '');
}

/** Runs a program in the folder, with the engine's client on the PATH. */
export function inFolder({ path }: Folder, command: string, ...args: string[]): Promise<Ran> {
  return run(command, args, { cwd: path, env: engineEnv() });
}

/** Throws where a program said anything, or ended otherwise than with 0. */
export function silent(ran: Ran): void {
  assert.equal(ran.stdout + ran.stderr, '');
  assert.equal(ran.status, 0);
}
