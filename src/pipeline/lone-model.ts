/** Finds the one model of a folder, to offer it before the first question. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kindOfPlace } from '../folder/target.ts';
import { inspectModel } from '../inspect/inspect.ts';

/** Entries that are looked at; a larger folder is no place of one model. */
const MOST = 100;
/** Milliseconds after which no further entry is read: nothing is offered then. */
const LONGEST = 1000;

/**
 * The name of the only file or directory of a folder that is a model, by its content; null where there is
 * none, more than one, or too much to read. Image folders and hidden entries do not count.
 */
export async function findLoneModel(folder: string): Promise<string | null> {
  const end = performance.now() + LONGEST;
  const names = namesIn(folder);
  const models: string[] = [];
  for (const name of names.length > MOST ? [] : names) {
    if (await isModel(join(folder, name))) models.push(name);
    if (models.length > 1 || performance.now() > end) return null;
  }
  return models[0] ?? null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return []; // a folder that cannot be read offers nothing
  }
}

/** Whether a path is a model that a framework loads. What cannot be read as one is none. */
async function isModel(path: string): Promise<boolean> {
  if (!['file', 'full folder'].includes(kindOfPlace(path))) return false;
  try {
    const { format, framework } = await inspectModel(path);
    return framework !== null || format === 'safetensors';
  } catch {
    return false;
  }
}
