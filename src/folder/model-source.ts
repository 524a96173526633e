/** Lists the files of a model at its source: one file, or all files below a directory. */
import { constants } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isUserError, UserError } from '../core/errors.ts';
import { shownPath } from '../core/text.ts';
import { codeOf, type Disk, realDisk } from './disk.ts';
import { isGitName, leadsIntoGit } from './git-names.ts';
import { whyNotInside } from './paths.ts';

/** A model, or code beside it, to be copied into the folder. */
export interface ModelCopy {
  /** Absolute path of a file or directory. */
  from: string;
  /** Where it goes, relative to the folder: `model/digits.keras`, `src/net.py`. */
  to: string;
  /** Entries of a directory, by path below it, that stay where they are. */
  leftOut?: readonly string[];
}

/** Whether the folder's record of the model has this path; what is copied into src/ is the user's. */
export function isModelPath(path: string): boolean {
  return path.startsWith('model/');
}

/** One file of it, links resolved. */
export interface SourceFile {
  from: string;
  to: string;
  /** Bytes. */
  size: number;
}

/**
 * All files of a model, in order of their paths. Links are followed as long as they stay inside. Git's
 * own files in a cloned model are left out.
 * @param leftOut gets the paths that are left out
 * @throws UserError where it is not there, not readable, empty, or leads outside of its directory
 */
export function sourceFiles(disk: Disk, copy: ModelCopy, leftOut: string[] = []): SourceFile[] {
  const isPlace = isModelPath(copy.to) || copy.to.startsWith('src/');
  const why = whyNotInside(copy.to) ?? (isPlace ? null : 'it is not in model/ or src/');
  if (why) throw new UserError(`the model cannot be copied to ${shownPath(copy.to)}: ${why}`);
  try {
    const real = disk.realpathSync(copy.from);
    const files = walk({ disk, copy, root: real, leftOut }, real, copy.to, new Set());
    if (files.length === 0)
      throw new UserError(`the model ${shownPath(copy.from)} is an empty directory`, {
        hint: 'give one with files',
      });
    return files;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || isUserError(error)) throw error;
    const what =
      code === 'ENOENT' ? 'is not there, or a link to nothing' : `cannot be read (${code})`;
    throw new UserError(`the model ${shownPath(copy.from)} ${what}`);
  }
}

/**
 * What of a model is left out since Git keeps it, in one line; null: nothing is.
 * @throws UserError as `sourceFiles`
 */
export function describeLeftOut(
  copies: readonly ModelCopy[],
  disk: Disk = realDisk,
): string | null {
  const leftOut: string[] = [];
  for (const copy of copies) sourceFiles(disk, copy, leftOut);
  if (leftOut.length === 0) return null;
  const more = leftOut.length > 3 ? ` and ${leftOut.length - 3} more` : '';
  return `left out of the copy, since git keeps its own files there: ${leftOut.slice(0, 3).map(shownPath).join(', ')}${more}`;
}

interface Walk {
  disk: Disk;
  copy: ModelCopy;
  /** The directory that no link may lead out of. */
  root: string;
  leftOut: string[];
}

function walk(all: Walk, from: string, to: string, above: ReadonlySet<string>): SourceFile[] {
  const { disk, copy, root, leftOut } = all;
  const found = disk.statSync(from);
  if (found.isFile()) {
    disk.accessSync(from, constants.R_OK);
    return [{ from, to, size: found.size }];
  }
  if (!found.isDirectory())
    throw new UserError(
      `the model ${shownPath(copy.from)} holds ${shownPath(to)}, which is not an ordinary file`,
    );
  const chain = new Set([...above, from]);
  return disk
    .readdirSync(from)
    .sort()
    .flatMap((entry) => {
      if (!isModelPath(to) && isJunk(entry)) return [];
      if (copy.leftOut?.includes(`${to}/${entry}`.slice(copy.to.length + 1))) return [];
      const real = isGitName(entry) ? null : disk.realpathSync(join(from, entry));
      if (real === null || leadsIntoGit(relative(root, real))) {
        leftOut.push(`${to}/${entry}`);
        return [];
      }
      const why = whyOutside(root, real) ?? (chain.has(real) ? 'leads back to itself' : null);
      if (why)
        throw new UserError(
          `the model ${shownPath(copy.from)} holds the link ${shownPath(entry)}, which ${why}`,
        );
      return walk(all, real, `${to}/${entry}`, chain);
    });
}

/** What programs leave beside code: caches, checkpoints of notebooks, environments, hidden files. */
function isJunk(name: string): boolean {
  return name.startsWith('.') || name === '__pycache__' || name.endsWith('.pyc');
}

function whyOutside(root: string, real: string): string | null {
  return real === root || real.startsWith(root + sep) ? null : 'leads out of its directory';
}
