/** The stored answers in `.yo-rc.json`: their place, their text, and the files that hold them. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Config, SCHEMA_VERSION } from '../core/answers.ts';
import { isUserError, UserError } from '../core/errors.ts';
import { lineOfKey } from '../core/json-position.ts';
import { STORE_FILE, STORE_KEY } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { jsonText } from '../core/text.ts';
import { explainJsonFault } from './json-fault.ts';
import { migrate } from './migrate.ts';
import { foreignOwner } from './owner.ts';

/** The text of a new folder's `.yo-rc.json`: two blanks of indent, keys in the order of the questions. */
export function storeText(config: Config): string {
  return `${jsonText({ [STORE_KEY]: config }, 2)}\n`;
}

/** Where a folder keeps its answers as they were last rendered. */
const LAST = ['.ml-image', 'base', STORE_FILE] as const;

interface Whole {
  text: string;
  value: unknown;
}

/**
 * What a `.yo-rc.json` holds, or null where there is none.
 * @throws UserError where it cannot be read, or is no JSON
 */
function readWhole(file: string): Whole | null {
  if (!existsSync(file)) return null;
  const text = textOf(file).replace(/^\uFEFF/, '');
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    const { line, message } = explainJsonFault(text, (error as Error).message);
    throw new UserError(`${file}:${line}: ${message}`);
  }
}

/** What each error code means to a person. */
const UNREADABLE: Record<string, string> = { EACCES: 'no permission', EISDIR: 'it is a folder' };

/** A larger file holds no answers; a device or a pipe would never end. */
const LARGEST = 16 << 20;

function textOf(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile() && !found.isDirectory())
      throw new UserError(`cannot read ${file}: it is no file`);
    if (found.isFile() && found.size > LARGEST)
      throw new UserError(`cannot read ${file}: it is larger than any that holds answers`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isUserError(error)) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read ${file}: ${UNREADABLE[code] ?? message.split('\n')[0]}`);
  }
}

/**
 * What a `.yo-rc.json` holds under our key, or null where the file or the key is not there.
 * @throws UserError where the file cannot be read or is no JSON, or what it holds is no object
 */
function readStore(file: string): Record<string, unknown> | null {
  return storeIn(file, readWhole(file));
}

function storeIn(file: string, whole: Whole | null): Record<string, unknown> | null {
  const ours = isRecord(whole?.value) ? whole.value[STORE_KEY] : undefined;
  if (!whole || ours === undefined) return null;
  if (isRecord(ours)) return ours;
  const line = lineOfKey(whole.text, [STORE_KEY]) ?? 1;
  throw new UserError(`${file}:${line}: "${STORE_KEY}" must be an object of answers, in { and }`);
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
 * A team's defaults: from the nearest `.yo-rc.json` at or above a folder that has any, of the same user.
 * @param leftOut takes in a line for each nearer one that is another user's
 * @returns their values and the file that holds them, or null
 * @throws UserError where such a file is malformed
 */
export function findDefaults(
  start: string,
  leftOut: string[] = [],
): { values: Record<string, unknown>; from: string } | null {
  for (const folder of upward(start)) {
    const from = join(folder, STORE_FILE);
    const why = foreignOwner(folder, from);
    if (why !== null) {
      if (storeAt(from)?.defaults !== undefined)
        leftOut.push(`the defaults in ${from} were left out: ${why}`);
      continue;
    }
    const defaults = readStore(from)?.defaults;
    if (defaults === undefined) continue;
    if (!isRecord(defaults))
      throw new UserError(`${from}: 'defaults' must be an object of answers`);
    return { values: defaults, from };
  }
  return null;
}

/**
 * The nearest folder at or above `start` that holds a folder's answers, or null.
 * @param isUnfinished whether a folder is one in which a run was interrupted: its answers may be missing for
 * the moment, and the answers of a folder above are not those that are meant
 * @throws UserError for one whose answers are lost, while they are there as last rendered; and for one above
 * `start` that is another user's
 */
export function findRoot(
  start: string,
  isUnfinished: (folder: string) => boolean = () => false,
): string | null {
  for (const folder of upward(start)) {
    // What was last rendered holds a copy of the answers, and is no folder of its own.
    if (folder.split(sep).includes('.ml-image')) continue;
    if (folder !== start && isLeftOut(folder, start)) continue;
    const store = readStore(join(folder, STORE_FILE));
    if ((store && holdsAnswers(store)) || isUnfinished(folder)) return folder;
    refuseLost(folder, start);
  }
  return null;
}

/**
 * Whether what stands in a folder above is another user's, so that it says nothing here.
 * @throws UserError where that has answers: those of a folder further up are not the ones that are meant
 */
function isLeftOut(folder: string, start: string): boolean {
  const file = join(folder, STORE_FILE);
  if (!existsSync(file)) return foreignOwner(folder, join(folder, '.ml-image')) !== null;
  const why = foreignOwner(folder, file);
  if (why === null) return false;
  const store = storeAt(file);
  if (store && holdsAnswers(store))
    throw new UserError(`the answers in ${file} are left out: ${why}`, {
      hint: `to use them all the same, cd ${relative(start, folder)} first`,
    });
  return true;
}

/** An image folder without its answers must not pass for a part of one that lies above it. */
function refuseLost(folder: string, start: string): void {
  const last = join(folder, ...LAST);
  if (!existsSync(last)) return;
  const file = join(folder, STORE_FILE);
  const whole = readWhole(file);
  // The way back is up only: dots and slashes.
  const back = relative(start, folder);
  const copy = join(back, ...LAST);
  if (!whole) throw new UserError(`${file} is gone`, { hint: `cp ${copy} ${back || '.'}` });
  const others = isRecord(whole.value) && Object.keys(whole.value).length > 0;
  throw new UserError(
    others
      ? `${file} holds no answers of an image folder; put "${STORE_KEY}" back into it as it stands in ${copy}`
      : `${file} holds no answers any more; cp ${copy} ${back || '.'}`,
  );
}

/** Whether a folder's own `.yo-rc.json` holds answers. */
export function hasAnswers(folder: string): boolean {
  const store = readStore(join(folder, STORE_FILE));
  return store !== null && holdsAnswers(store);
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
  // Read once: a save between two readings would give a text that is not that of the values.
  const whole = readWhole(file);
  const values = storeIn(file, whole);
  if (!whole || !values || !holdsAnswers(values)) {
    throw new UserError(`${file} holds no answers of an image folder`, {
      hint: `make one with ml-image`,
    });
  }
  const { text } = whole;
  const version = values.schemaVersion;
  if (version === undefined) {
    const last = storeAt(join(root, ...LAST))?.schemaVersion ?? SCHEMA_VERSION;
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      `is missing; put back "schemaVersion": ${JSON.stringify(last)}`,
    );
  }
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
  return { file, text, version, values: migrate(values, version) };
}

/**
 * The answers as they were last rendered, in today's form; null where that is not known. The very
 * values that are stored where the text is the same: then there is nothing to read in it.
 */
export function lastRendered({ file, text, values: now }: Stored): Record<string, unknown> | null {
  const last = join(dirname(file), ...LAST);
  try {
    if (textOf(last) === text) return now;
  } catch {
    return null;
  }
  const values = storeAt(last);
  const version = Number(values?.schemaVersion);
  return values && version >= 1 && version <= SCHEMA_VERSION ? migrate(values, version) : null;
}

/** What was last rendered only helps to say more: where it cannot be read, nothing is known. */
function storeAt(file: string): Record<string, unknown> | null {
  try {
    return readStore(file);
  } catch {
    return null;
  }
}

/** An error that names the file, the line and the key of a stored answer; the key by those that lead to it. */
export function faultIn(
  stored: { file: string; text: string },
  path: readonly string[],
  message: string,
): UserError {
  // What is missing has no line of its own: the nearest one around it.
  const ways = [STORE_KEY, ...path].map((_, at) => [STORE_KEY, ...path].slice(0, at + 1));
  const lines = ways.toReversed().map((way) => lineOfKey(stored.text, way));
  const line = lines.find((found) => found !== null) ?? 1;
  return new UserError(`${stored.file}:${line}: "${path.join('.')}" ${message}`);
}
