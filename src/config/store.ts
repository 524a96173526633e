/** Reads and writes the stored answers in `.yo-rc.json`, and finds the folders that have them. */

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

/** The text of a new folder's `.yo-rc.json`, with keys in the order of the questions. */
export function storeText(config: Config): string {
  return `${jsonText({ [STORE_KEY]: config }, 2)}\n`;
}

/** The path of a folder's answers as last rendered. */
const LAST = ['.ml-image', 'base', STORE_FILE] as const;

interface Whole {
  text: string;
  value: unknown;
}

/**
 * The content of a `.yo-rc.json`, or null if there is none.
 * @throws UserError if it cannot be read, or is not JSON
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

/** Error codes in words. */
const UNREADABLE: Record<string, string> = { EACCES: 'no permission', EISDIR: 'it is a folder' };

/** The largest file that is read, in bytes. */
const LARGEST = 16 << 20;

function textOf(file: string): string {
  try {
    const found = statSync(file);
    // Reading a device or a pipe would never end.
    if (!found.isFile() && !found.isDirectory())
      throw new UserError(`cannot read ${file}: it is not a file`);
    if (found.isFile() && found.size > LARGEST)
      throw new UserError(`cannot read ${file}: it is larger than 16 MiB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isUserError(error)) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read ${file}: ${UNREADABLE[code] ?? message.split('\n')[0]}`);
  }
}

/**
 * The object under our key in a `.yo-rc.json`, or null without the file or the key.
 * @throws UserError if the file cannot be read, is not JSON, or has no object there
 */
function readStore(file: string): Record<string, unknown> | null {
  return storeIn(file, readWhole(file));
}

function storeIn(file: string, whole: Whole | null): Record<string, unknown> | null {
  const ours = isRecord(whole?.value) ? whole.value[STORE_KEY] : undefined;
  if (!whole || ours === undefined) return null;
  if (isRecord(ours)) return ours;
  const line = lineOfKey(whole.text, [STORE_KEY]) ?? 1;
  throw new UserError(`${file}:${line}: "${STORE_KEY}" must be an object of answers`);
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

/** Whether a store has the answers of a folder, not only a team's defaults. */
function holdsAnswers(store: Record<string, unknown>): boolean {
  return 'schemaVersion' in store || 'framework' in store;
}

/**
 * A team's defaults: from the nearest `.yo-rc.json` of the same user, at or above a folder, that has any.
 * @param ignored gets a line for each nearer file of another user
 * @returns their values and their file, or null
 * @throws UserError if such a file is malformed
 */
export function findDefaults(
  start: string,
  ignored: string[] = [],
): { values: Record<string, unknown>; from: string } | null {
  for (const folder of upward(start)) {
    const from = join(folder, STORE_FILE);
    const why = foreignOwner(folder, from);
    if (why !== null) {
      if (storeAt(from)?.defaults !== undefined)
        ignored.push(`the defaults in ${from} are not used: ${why}`);
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
 * The nearest image folder at or above `start`, or null.
 * @param isUnfinished whether a run was interrupted in a folder: its answers may be missing for the
 *   moment, so a folder above it must not be taken instead
 * @throws UserError for a folder that has lost its answers, and one above `start` of another user
 */
export function findRoot(
  start: string,
  isUnfinished: (folder: string) => boolean = () => false,
): string | null {
  for (const folder of upward(start)) {
    // The copy of the answers as last rendered does not make a folder.
    if (folder.split(sep).includes('.ml-image')) continue;
    if (folder !== start && isForeign(folder, start)) continue;
    const store = readStore(join(folder, STORE_FILE));
    if ((store && holdsAnswers(store)) || isUnfinished(folder)) return folder;
    refuseLost(folder, start);
  }
  return null;
}

/**
 * Whether a folder above belongs to another user, so that it is not used.
 * @throws UserError if it has answers: a folder further up must not be taken instead
 */
function isForeign(folder: string, start: string): boolean {
  const file = join(folder, STORE_FILE);
  if (!existsSync(file)) return foreignOwner(folder, join(folder, '.ml-image')) !== null;
  const why = foreignOwner(folder, file);
  if (why === null) return false;
  const store = storeAt(file);
  if (store && holdsAnswers(store))
    throw new UserError(`the answers in ${file} are not used: ${why}`, {
      hint: `to use them anyway, cd ${relative(start, folder)} first`,
    });
  return true;
}

/** Refuses an image folder without its answers, which would be taken for a part of one above it. */
function refuseLost(folder: string, start: string): void {
  const last = join(folder, ...LAST);
  if (!existsSync(last)) return;
  const file = join(folder, STORE_FILE);
  const whole = readWhole(file);
  // This has only dots and slashes, so it needs no quoting.
  const back = relative(start, folder);
  const copy = join(back, ...LAST);
  if (!whole) throw new UserError(`${file} is missing`, { hint: `cp ${copy} ${back || '.'}` });
  const others = isRecord(whole.value) && Object.keys(whole.value).length > 0;
  throw new UserError(
    others
      ? `${file} has no answers of an image folder; copy "${STORE_KEY}" back into it from ${copy}`
      : `${file} has no answers any more; cp ${copy} ${back || '.'}`,
  );
}

/** Whether a folder itself has answers. */
export function hasAnswers(folder: string): boolean {
  const store = readStore(join(folder, STORE_FILE));
  return store !== null && holdsAnswers(store);
}

/** A folder's answers in the newest schema version, with the text they were read from. */
export interface Stored {
  file: string;
  text: string;
  /** Their schema version in the text. */
  version: number;
  values: Record<string, unknown>;
}

/**
 * Reads a folder's answers and migrates them to the newest schema version.
 * @throws UserError if there are none, they are malformed, or a newer release wrote them
 */
export function readAnswers(root: string): Stored {
  const file = join(root, STORE_FILE);
  // Read once, so that text and values are the same even if the file is saved meanwhile.
  const whole = readWhole(file);
  const values = storeIn(file, whole);
  if (!whole || !values || !holdsAnswers(values)) {
    throw new UserError(`${file} has no answers of an image folder`, {
      hint: 'create one with ml-image',
    });
  }
  const { text } = whole;
  const version = values.schemaVersion;
  if (version === undefined) {
    const last = storeAt(join(root, ...LAST))?.schemaVersion ?? SCHEMA_VERSION;
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      'is missing',
      `put back "schemaVersion": ${JSON.stringify(last)}`,
    );
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      `must be a positive whole number; this ml-image writes ${SCHEMA_VERSION}`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw faultIn(
      { file, text },
      ['schemaVersion'],
      `is ${version}, but this ml-image knows only ${SCHEMA_VERSION}`,
      'update with npm install --global generator-ml-image@latest',
    );
  }
  return { file, text, version, values: migrate(values, version) };
}

/**
 * The answers as last rendered, in the newest schema version; null if they are not known. If the text
 * is the same as the stored one, these are the stored values themselves.
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

/** A store that only adds to a message: null if it cannot be read. */
function storeAt(file: string): Record<string, unknown> | null {
  try {
    return readStore(file);
  } catch {
    return null;
  }
}

/** An error at a stored answer: with its file, line, and path of keys. */
export function faultIn(
  stored: { file: string; text: string },
  path: readonly string[],
  message: string,
  hint: string | null = null,
): UserError {
  // A missing key has no line: the innermost key around it has.
  const keys = [STORE_KEY, ...path];
  const lines = keys.map((_, at) => lineOfKey(stored.text, keys.slice(0, keys.length - at)));
  const line = lines.find((found) => found !== null) ?? 1;
  return new UserError(`"${path.join('.')}" ${message}`, {
    place: `${stored.file}:${line}`,
    hint,
  });
}
