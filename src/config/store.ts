/** The stored answers in `.yo-rc.json`: their place, their text, and the files that hold them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type Config, SCHEMA_VERSION } from '../types.ts';
import { migrated } from './migrate.ts';
import { lineOfFault, lineOfKey } from './position.ts';

/** The file that Yeoman and this tool keep answers in. */
export const STORE_FILE = '.yo-rc.json';
/** The key in it that is ours. */
const STORE_KEY = 'generator-ml-image';

/** The text of a new folder's `.yo-rc.json`: two blanks of indent, keys in the order of the questions. */
export function storeText(config: Config): string {
  return `${JSON.stringify({ [STORE_KEY]: config }, null, 2)}\n`;
}

/**
 * What a `.yo-rc.json` holds under our key, or null where the file or the key is not there.
 * @throws UserError where the file is no JSON object
 */
function readStore(file: string): Record<string, unknown> | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message.replace(/\s+/g, ' ').slice(0, 200);
    throw new UserError(`${file}:${lineOfFault(text)}: this is no JSON: ${why}`);
  }
  const ours = isRecord(parsed) ? parsed[STORE_KEY] : undefined;
  if (ours === undefined) return null;
  if (!isRecord(ours))
    throw new UserError(`${file}: '${STORE_KEY}' must be an object with answers`);
  return ours;
}

/** The folders from `start` up to the file system's root. */
function* upward(start: string): Generator<string> {
  let current = start;
  while (true) {
    yield current;
    const parent = dirname(current);
    if (parent === current) return;
    current = parent;
  }
}

/** Whether a store holds a folder's answers, not only a team's defaults. */
function holdsAnswers(store: Record<string, unknown>): boolean {
  return 'schemaVersion' in store || 'framework' in store;
}

/**
 * A team's defaults: from the nearest `.yo-rc.json` at or above a folder that has any.
 * @returns their values and the file that holds them, or null
 * @throws UserError where such a file is malformed
 */
export function findDefaults(
  start: string,
): { values: Record<string, unknown>; from: string } | null {
  for (const folder of upward(start)) {
    const from = join(folder, STORE_FILE);
    const defaults = readStore(from)?.defaults;
    if (defaults === undefined) continue;
    if (!isRecord(defaults))
      throw new UserError(`${from}: 'defaults' must be an object of answers`);
    return { values: defaults, from };
  }
  return null;
}

/** The nearest folder at or above `start` that holds a folder's answers, or null. */
export function findRoot(start: string): string | null {
  for (const folder of upward(start)) {
    // What was last rendered holds a copy of the answers, and is no folder of its own.
    if (folder.split(sep).includes('.ml-image')) continue;
    const store = readStore(join(folder, STORE_FILE));
    if (store && holdsAnswers(store)) return folder;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A folder's answers in today's form, with the text that they stand in. */
export interface Stored {
  file: string;
  text: string;
  /** The form in which they stand there. */
  version: number;
  values: Record<string, unknown>;
}

/**
 * Reads a folder's answers and brings them to today's form.
 * @throws UserError where there are none, they are malformed, or a newer release wrote them
 */
export function readAnswers(root: string): Stored {
  const file = join(root, STORE_FILE);
  const values = readStore(file);
  if (!values || !holdsAnswers(values)) {
    throw new UserError(`${file} holds no answers of an image folder; make one with ml-image`);
  }
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const version = values.schemaVersion;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      `must be a whole number from 1 on; this ml-image writes ${SCHEMA_VERSION}`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      `is ${version}, and this ml-image knows ${SCHEMA_VERSION}; update with npm install --global generator-ml-image@latest`,
    );
  }
  return { file, text, version, values: migrated(values, version) };
}

/**
 * The answers as they were last rendered, in today's form; null where that is not known.
 * @param file the folder's `.yo-rc.json`
 */
export function lastRendered(file: string): Record<string, unknown> | null {
  try {
    const values = readStore(join(dirname(file), '.ml-image', 'base', STORE_FILE));
    const version = Number(values?.schemaVersion);
    return values && version >= 1 && version <= SCHEMA_VERSION ? migrated(values, version) : null;
  } catch {
    // It only helps to say which answer was changed.
    return null;
  }
}

/** An error that names the file, the line and the key of a stored answer; the key by those that lead to it. */
export function faultIn(
  stored: { file: string; text: string },
  path: readonly string[],
  message: string,
): UserError {
  const line =
    lineOfKey(stored.text, [STORE_KEY, ...path]) ?? lineOfKey(stored.text, [STORE_KEY]) ?? 1;
  return new UserError(`${stored.file}:${line}: "${path.join('.')}" ${message}`);
}
