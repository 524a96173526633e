/** The folder that the tests of `make test` share: a param of each type, and an input left out. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync } from 'node:fs';
import { edit, writeSpec } from './edit.ts';
import { docker } from './engine.ts';
import { build, type Folder, readSpec } from './folder.ts';
import { smallFolder } from './small.ts';

const PARAMS = {
  factor: { type: 'float', default: 2, min: 0, max: 10, flag: '--factor=' },
  rounds: { type: 'int', default: 1, min: 1, max: 3, flag: '--rounds' },
  loud: { type: 'bool', default: false, flag: '--loud' },
  mode: { type: 'enum', default: 'fast', enum: ['fast', 'exact'], flag: '' },
};

/** Scaffolds it, its image under `ml-image-e2e/NAME`. */
export async function contractFolder(name: string): Promise<Folder> {
  const folder = await smallFolder(name);
  const spec = readSpec(folder);
  const [input] = Object.values(spec.inputs);
  assert(input);
  input.tensor.shape = [null, 3];
  spec.inputs.mask = { ...input, flag: '--mask', status: 'optional' };
  spec.inputs.mask.tensor = { name: 'mask', dtype: 'float32', shape: [3] };
  const words = { name: 'A param', description: 'It changes the answer' };
  spec.params = Object.fromEntries(
    Object.entries(PARAMS).map(([key, param]) => [key, { ...words, ...param }]),
  );
  spec.order = ['mode', 'output', 'mask', 'rounds', 'input', 'factor', 'loud'];
  writeSpec(folder, spec);
  return folder;
}

/** The same folder with an image of another name, changed by `change`, built. */
export async function changedCopy(
  folder: Folder,
  name: string,
  change: (copy: Folder) => void,
): Promise<Folder> {
  const path = mkdtempSync(`${folder.path}-`);
  const copy = { path, image: `ml-image-e2e/${name}:0.1.0` };
  cpSync(folder.path, path, { recursive: true });
  edit(copy, 'Makefile', [[/^IMAGE_NAME := .*$/m, `IMAGE_NAME := ml-image-e2e/${name}`]]);
  change(copy);
  await build(copy);
  return copy;
}

/** The engine's containers of an image, running or not. */
export async function containersOf({ image }: Folder): Promise<string[]> {
  const all = await docker('ps', '--all', '--quiet', '--filter', `ancestor=${image}`);
  return all.stdout.split('\n').filter(Boolean);
}
