import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { inside } from './candidate.ts';

/** More files than any model directory holds, and deeper than any is. */
const MOST_FILES = 20_000;
const DEEPEST = 16;

/** A model's file, as far as copying it needs. */
export interface ModelFile {
  /** Below the model's directory, `/` between parts; for a single file its name. */
  path: string;
  /** In bytes. */
  size: number;
}

/** What stands at a path that a person gave. */
export interface Located {
  /** Absolute, symlinks resolved. */
  path: string;
  kind: 'file' | 'directory';
  /** In bytes; of a directory 0. */
  size: number;
}

/**
 * Finds what a person points at. A symlink that they give is followed: it is theirs.
 * Throws UserError where there is nothing, nothing readable, or nothing in it.
 */
export function locate(given: string): Located {
  const shown = JSON.stringify(given);
  let real: string;
  let stats: Stats;
  try {
    // realpath takes '' for the working directory.
    if (given === '') throw Object.assign(new Error('empty'), { code: 'EINVAL' });
    real = realpathSync(given);
    stats = statSync(real);
    if (stats.isFile() || stats.isDirectory()) closeSync(openSync(real, 'r'));
  } catch (error) {
    throw new UserError(whyNot(given, shown, (error as NodeJS.ErrnoException).code));
  }
  if (stats.isDirectory()) return { path: real, kind: 'directory', size: 0 };
  if (!stats.isFile()) {
    throw new UserError(`the model ${shown} is neither a file nor a directory: give one of them`);
  }
  if (stats.size === 0) {
    throw new UserError(`the model ${shown} is an empty file: was its download or copy cut off?`);
  }
  return { path: real, kind: 'file', size: stats.size };
}

function whyNot(given: string, shown: string, code: string | undefined): string {
  if (given === '' || given.includes('\0')) return `the model's path ${shown} is not a path`;
  if (code === 'EACCES' || code === 'EPERM') {
    return `the model ${shown} cannot be read: its permissions do not let you`;
  }
  if (code === 'ELOOP') return `the model ${shown} is a symlink that leads back to itself`;
  if (code === 'ENOENT' && lstatSync(given, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return `the model ${shown} is a symlink to nothing: give the file that it should lead to`;
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `there is no model at ${shown}: no such file or directory`;
  }
  return `the model ${shown} cannot be read (${code ?? 'unknown error'})`;
}

/**
 * The files below a directory (absolute, without symlinks), sorted by path. Symlinks inside it are
 * files when they stay inside. Throws UserError for one that leads outside or nowhere, and for a
 * directory with more files than a model has.
 */
export function filesBelow(directory: string): ModelFile[] {
  const files: ModelFile[] = [];
  const visit = (relative: string, depth: number): void => {
    for (const entry of readdirSync(path.join(directory, relative), { withFileTypes: true })) {
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const whole = path.join(directory, name);
      if (entry.isSymbolicLink()) {
        const stats = statSync(inside(directory, whole));
        if (stats.isFile()) files.push({ path: name, size: stats.size });
      } else if (entry.isDirectory()) {
        if (depth === DEEPEST) throw tooMuch(directory);
        visit(name, depth + 1);
      } else if (entry.isFile()) {
        files.push({ path: name, size: statSync(whole).size });
      }
      if (files.length > MOST_FILES) throw tooMuch(directory);
    }
  };
  visit('', 0);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function tooMuch(directory: string): UserError {
  return new UserError(
    `the directory ${JSON.stringify(directory)} holds more files than a model does: give the model's own directory or file`,
  );
}

/**
 * The files that make up the model at `given`, with their sizes: what copying it copies.
 * Throws UserError as `locate` and `filesBelow` do.
 */
export function modelFiles(given: string): ModelFile[] {
  const found = locate(given);
  if (found.kind === 'directory') return filesBelow(found.path);
  return [{ path: path.basename(given), size: found.size }];
}
