/** The file or directory that is being recognised, with its first bytes and its file list. */
import { readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { type Fault, faultError, oneLine } from './explain.ts';
import type { Budget } from './read/budget.ts';
import { LARGEST_JSON } from './read/json.ts';
import { Malformed } from './read/malformed.ts';
import { FileSource } from './read/source.ts';
import { ZipArchive } from './read/zip.ts';

/** Bytes at a file's start that formats are recognised by. */
const HEAD = 4096;

/** A file that may be a model. */
export class FileCandidate {
  /** Absolute, without symlinks. */
  readonly path: string;
  readonly source: FileSource;
  /** The first bytes of the file, at most `HEAD`. */
  readonly head: Buffer;
  #zip: Promise<ZipArchive> | undefined;

  /**
   * @param size in bytes, above 0
   * @param budget of the command
   */
  constructor(file: string, size: number, budget: Budget) {
    this.path = file;
    this.source = new FileSource(file, size, budget);
    this.head = this.source.read(0, Math.min(HEAD, size));
  }

  /** Whether the file starts with these bytes (or ASCII text). */
  startsWith(magic: string | number[]): boolean {
    return this.head.subarray(0, magic.length).equals(Buffer.from(magic as string, 'latin1'));
  }

  /** Whether the file starts as a zip does. */
  get isZip(): boolean {
    return this.startsWith('PK\x03\x04');
  }

  /** Its members; read once. Throws Malformed if the zip is damaged. */
  zip(): Promise<ZipArchive> {
    this.#zip ??= ZipArchive.open(this.source);
    return this.#zip;
  }

  close(): void {
    this.source.close();
  }
}

/** A directory that may be a model. */
export class DirectoryCandidate {
  /** Absolute, without symlinks. */
  readonly path: string;
  /** Sizes in bytes by path below the directory, `/` between parts. */
  readonly files: ReadonlyMap<string, number>;

  readonly budget: Budget;

  constructor(directory: string, files: ReadonlyMap<string, number>, budget: Budget) {
    this.path = directory;
    this.files = files;
    this.budget = budget;
  }

  /** Opens one of its files; the caller closes it. */
  open(relative: string): FileSource {
    const size = this.files.get(relative);
    if (size === undefined) throw new Malformed(`has no ${relative}`);
    return new FileSource(path.join(this.path, relative), size, this.budget);
  }

  /** The whole content of one of its small text files. Throws Malformed if it is too large. */
  read(relative: string): Buffer {
    if ((this.files.get(relative) ?? 0) > LARGEST_JSON) {
      throw new Malformed(`has a ${relative} larger than any real one`);
    }
    const source = this.open(relative);
    try {
      this.budget.keep(source.size);
      return source.read(0, source.size);
    } finally {
      source.close();
    }
  }
}

/** The real path of `file`. Throws UserError if it is not inside `directory` (real, absolute). */
export function inside(directory: string, file: string): string {
  const shown = oneLine(path.relative(directory, file));
  let real: string;
  try {
    real = realpathSync(file);
  } catch (error) {
    throw faultError(`the model's ${shown}`, linkFault(file, error));
  }
  if (!real.startsWith(directory + path.sep)) {
    throw new UserError(`the model's ${shown} is a symlink that leads out of its directory`, {
      hint: 'copy the model with "cp -rL" and give the copy',
    });
  }
  return real;
}

/** Why a symlink cannot be followed. */
function linkFault(link: string, error: unknown): Fault {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ELOOP') {
    return { what: 'is a symlink that leads back to itself', hint: 'remove it' };
  }
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return {
      what: `cannot be read (${code ?? 'unknown error'})`,
      hint: 'try again when no program changes the directory',
    };
  }
  return { what: 'is a symlink to nothing', hint: adviceForLink(link) };
}

/** Advice on a symlink to nothing. */
export function adviceForLink(link: string): string {
  try {
    // git-annex keeps content there (git-annex.branchable.com/internals).
    if (readlinkSync(link).includes('annex/objects/')) {
      return 'run "git annex get ." in the repository, git-annex has not fetched its content';
    }
  } catch {
    // No longer a symlink: the general advice applies.
  }
  return 'restore the file that it should lead to, or remove it';
}
