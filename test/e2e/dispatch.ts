/** Jobs for ABLInfer's own Docker client (PyPI's ablinfer, see dispatch.py), as a person gives them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import type { Folder } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { type Ran, run } from './run.ts';
import { prepareTools } from './tools.ts';

/**
 * A file of this host, or one that is left out. What is optional has to be enabled; ABLInfer also looks
 * for the value of what is not (ablinfer/base.py, _run_processing).
 */
export type JobFile = { value: string; enabled?: true } | typeof LEFT_OUT;

export const LEFT_OUT = { value: null, enabled: false } as const;

/** A model configuration (ablinfer/model/config.py); a param that is not named has its default. */
export interface Job {
  inputs: Record<string, JobFile>;
  params?: Record<string, { value: unknown }>;
  outputs: Record<string, JobFile>;
}

export interface Dispatched {
  /** The words of the command line that ABLInfer made. */
  command: string[];
  /** What the container printed, among ABLInfer's own lines. */
  said: string[];
}

/** Runs a job of the folder's specification; throws where ABLInfer warns of it, or the job fails. */
export async function dispatch(folder: Folder, job: Job): Promise<Dispatched> {
  const ran = await tryDispatch(folder, job);
  if (ran.status !== 0) throw new Error(`ABLInfer ended with ${ran.status}:\n${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

/** The same, and gives its status as it is. */
export async function tryDispatch({ path }: Folder, job: Job): Promise<Ran> {
  const file = join(temporaryFolder(), 'job.json');
  writeFileSync(file, JSON.stringify({ params: {}, ...job }));
  const python = join(await prepareTools(), 'python');
  const script = join(import.meta.dirname, 'dispatch.py');
  return run(python, [script, join(path, 'model-spec.json'), file], { env: engineEnv() });
}
