/** Finds the model's file or files on disk. */
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { isUserError, UserError } from '../core/errors.ts';
import { adviceForLink, inside } from './candidate.ts';
import { tooLong, unreadable } from './explain.ts';
import { Budget } from './read/budget.ts';
import { isMalformed } from './read/malformed.ts';

/** Most entries and deepest nesting of a model directory. */
const MOST_FILES = 5_000;
const DEEPEST = 16;

/** A file of the model, described for copying. */
export interface ModelFile {
  /** Relative to the model's directory, `/` between parts; for a single file its name. */
  path: string;
  /** In bytes. */
  size: number;
}

/** The file or directory at a given path. */
export interface Located {
  /** Absolute, symlinks resolved. */
  path: string;
  kind: 'file' | 'directory';
  /** In bytes; 0 for a directory. */
  size: number;
}

/**
 * Finds the file or directory at a path. A symlink that the user gives is followed.
 * Throws UserError if there is no file or directory, it cannot be read, or the file is empty.
 */
export function locate(given: string): Located {
  const shown = JSON.stringify(given);
  let real: string;
  let stats: Stats;
  try {
    // realpath resolves '' to the working directory.
    if (given === '') throw Object.assign(new Error('empty'), { code: 'EINVAL' });
    real = realpathSync(given);
    stats = statSync(real);
    if (stats.isFile() || stats.isDirectory()) {
      closeSync(openSync(real, constants.O_RDONLY | constants.O_NONBLOCK));
    }
  } catch (error) {
    throw notFound(given, shown, (error as NodeJS.ErrnoException).code);
  }
  if (stats.isDirectory()) return { path: real, kind: 'directory', size: 0 };
  if (!stats.isFile()) {
    throw new UserError(`the model ${shown} is neither a file nor a directory`, {
      hint: 'give one of them',
    });
  }
  if (stats.size === 0) {
    throw new UserError(`the model ${shown} is an empty file`, {
      hint: 'download or copy it again',
    });
  }
  return { path: real, kind: 'file', size: stats.size };
}

/** The error for a path that cannot be opened. */
function notFound(given: string, shown: string, code: string | undefined): UserError {
  const model = `the model ${shown}`;
  if (given === '' || given.includes('\0')) {
    return new UserError(`the model's path ${shown} is not a path`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(`${model} cannot be read: its permissions do not allow it`);
  }
  if (code === 'ELOOP') return new UserError(`${model} is a symlink that leads back to itself`);
  if (code === 'ENOENT' && lstatSync(given, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return new UserError(`${model} is a symlink to nothing`, { hint: adviceForLink(given) });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError(`there is no model at ${shown}: no such file or directory`);
  }
  return new UserError(`${model} cannot be read (${code ?? 'unknown error'})`);
}

/**
 * The files below a directory (absolute, without symlinks), sorted by path. Symlinks inside it are
 * followed if they stay inside. Throws UserError, one line, for a symlink that leads outside, to
 * nothing or to itself; for a FIFO, a socket or a device; for a name that is not UTF-8; and for a
 * directory with too many files.
 */
export function filesBelow(directory: string, budget = new Budget()): ModelFile[] {
  const files: ModelFile[] = [];
  let entries = 0;
  const add = (name: string, whole: string, depth: number, above: readonly string[]): void => {
    const stats = statSync(whole);
    if (stats.isFile()) files.push({ path: name, size: stats.size });
    else if (!stats.isDirectory()) throw special(directory, name, stats);
    else if (depth === DEEPEST) throw tooMuch(directory, `${DEEPEST} directories in one another`);
    else if (above.includes(whole)) {
      throw new UserError(
        `the model's ${JSON.stringify(name)} is a symlink that leads back to itself`,
        { hint: 'remove it' },
      );
    } else visit(name, whole, depth + 1, [...above, whole]);
  };
  const visit = (below: string, real: string, depth: number, above: readonly string[]): void => {
    budget.check();
    for (const entry of readdirSync(real, { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (++entries > MOST_FILES) throw tooMuch(directory, `${MOST_FILES} files`);
      // Bytes that are not UTF-8 are decoded as U+FFFD; the resulting path does not exist.
      const whole = path.join(real, entry.name);
      if (
        entry.name.includes('\u{fffd}') &&
        lstatSync(whole, { throwIfNoEntry: false }) === undefined
      ) {
        throw new UserError(`the model's ${JSON.stringify(name)} has a name that is not UTF-8`, {
          hint: 'rename it',
        });
      }
      try {
        add(name, entry.isSymbolicLink() ? inside(directory, whole) : whole, depth, above);
      } catch (error) {
        const { code, syscall } = error as NodeJS.ErrnoException;
        throw syscall === undefined
          ? error
          : unreadable(JSON.stringify(`${path.basename(directory)}/${name}`), code);
      }
    }
  };
  try {
    visit('', directory, 0, [directory]);
  } catch (error) {
    if (isUserError(error)) throw error;
    if (isMalformed(error)) throw tooLong(JSON.stringify(directory), budget);
    throw unreadable(JSON.stringify(directory), (error as NodeJS.ErrnoException).code);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function special(directory: string, name: string, stats: Stats): UserError {
  const kind = stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a device';
  return new UserError(
    `the directory ${JSON.stringify(directory)} holds ${JSON.stringify(name)}, which is ${kind} and not a regular file`,
    { hint: 'remove it' },
  );
}

function tooMuch(directory: string, what: string): UserError {
  return new UserError(
    `the directory ${JSON.stringify(directory)} holds more than ${what}, more than a model has`,
    { hint: 'give the path of the model itself' },
  );
}

/**
 * The files of the model at `given`, with their sizes: those that are copied with it.
 * Throws UserError as `locate` and `filesBelow` do.
 */
export function modelFiles(given: string): ModelFile[] {
  const found = locate(given);
  if (found.kind === 'directory') return filesBelow(found.path);
  return [{ path: path.basename(given), size: found.size }];
}
