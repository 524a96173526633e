/**
 * A small image for what has nothing to do with the framework: 50 MB of weights that cannot be
 * compressed, a model.py of a few lines, the default base image.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, scaffold } from './folder.ts';
import { npyFile } from './npy.ts';
import { temporaryFolder } from './places.ts';

/** Bytes of its model. */
export const MODEL_SIZE = 50_000_000;

/** What its author filled model.py with. */
export const MODEL_PY = `"""Doubles its input; a negative one makes it work for a minute."""

import time
from pathlib import Path


def load(path):
    """Say that the process is up, and look at the weights."""
    return Path(path).stat().st_size


def preprocess(inputs, **params):
    """Nothing to do."""
    return inputs


def predict(model, inputs):
    """Double; sleep for -1, and for -2 stay inside one call of C that takes no signal."""
    value = float(inputs["input"].flat[0])
    if value < 0:
        print("working", flush=True)
    if value == -1:
        time.sleep(60)
    if value == -2:
        sum(range(10**10))
    return {"output": inputs["input"] * 2}


def postprocess(outputs, **params):
    """Nothing to do."""
    return outputs
`;

/** Scaffolds it; more flags may follow. */
export async function smallFolder(name: string, flags: string[] = []): Promise<Folder> {
  const model = join(temporaryFolder(), 'weights.bin');
  writeFileSync(model, randomBytes(MODEL_SIZE));
  const folder = await scaffold(name, ['--model', model, '--framework', 'custom', ...flags]);
  writeFileSync(join(folder.path, 'model.py'), MODEL_PY);
  return folder;
}

/** The bytes of a .npy file that holds one float64. */
export const oneNumber = (value: number): Buffer => npyFile(Float64Array.of(value), [1]);
