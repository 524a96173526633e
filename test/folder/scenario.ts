/** Folders before a run that does a bit of everything, for tests that let the run fail or die. */
import { join } from 'node:path';
import type { RenderedFile } from '../../src/core/types.ts';
import type { ModelCopy } from '../../src/folder/apply.ts';
import { failingDisk } from './failing.ts';
import { emptyFolder, put, run } from './folders.ts';
import { rendered, renderedAs } from './memory.ts';

/** Stored answers, by which the folder is found. */
function answers(name: string): RenderedFile {
  const text = JSON.stringify({ 'generator-ml-image': { schemaVersion: 1, name } });
  return renderedAs('json', '.yo-rc.json', `${text}\n`);
}

const FIRST = [
  rendered('Dockerfile', 'FROM a\nCMD b\n'),
  rendered('bin/run', '#!/bin/sh\n', { mode: 0o755 }),
  rendered('notes/old.txt', 'old\n', { id: 'notes' }),
  answers('one'),
];
const SECOND = [
  rendered('Dockerfile', 'FROM a2\nCMD b\n'),
  rendered('docs/new.txt', 'new\n', { id: 'notes' }),
  answers('two'),
];

/** A folder, and what a run is to make of it. */
export interface Scenario {
  root: string;
  next: RenderedFile[];
  copies: ModelCopy[];
}

/** A new directory that is an image folder itself, so that a folder in it may be taken for a part of it. */
function outerFolder(): string {
  const outer = emptyFolder();
  put(outer, { '.yo-rc.json': answers('outer').text });
  return outer;
}

/** A folder with an edited file and a model, about to get another of each. */
export async function changing(): Promise<Scenario> {
  const [root, models] = [join(outerFolder(), 'image'), emptyFolder()];
  put(models, { one: 'first model', two: 'second model' });
  // Without a wait for the disk: tests make thousands of these.
  const { disk } = failingDisk({ at: -1, how: 'EIO' });
  await run(root, FIRST, { copies: [{ from: join(models, 'one'), to: 'model/one' }], disk });
  put(root, { Dockerfile: 'FROM a\nCMD b\n# mine\n' });
  return { root, next: SECOND, copies: [{ from: join(models, 'two'), to: 'model/deep/two' }] };
}

/** A folder that does not exist yet. */
export async function fresh(): Promise<Scenario> {
  const models = emptyFolder();
  put(models, { one: 'first model' });
  const copies = [{ from: join(models, 'one'), to: 'model/one' }];
  return { root: join(outerFolder(), 'above/image'), next: FIRST, copies };
}

/** A folder that holds nothing is as good as none: the next scaffold goes into it. */
export function orNull(found: Record<string, string> | null): Record<string, string> | null {
  return found && Object.keys(found).length === 0 ? null : found;
}
