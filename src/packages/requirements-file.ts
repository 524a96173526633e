/** Requirements that come as a file: `pip -r FILE`. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { placed, UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import { hintForPipOption, optionIn } from './pip-options.ts';
import { checkRequirement, wheelIn } from './requirement.ts';
import { splitRequirements } from './split-requirements.ts';

/**
 * The requirements in a pip requirements file, in their order, one a line; comments are dropped,
 * continued lines joined, and the files that it names by `-r` read in their place
 * (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
 * @throws UserError where a file cannot be read, or a line is no requirement; with its line
 */
export function readRequirementsFile(cwd: string, file: string): Item[] {
  return readFrom(cwd, file, [], null);
}

/**
 * @param within the files that name this one, the outermost first
 * @param from the line that names it
 */
function readFrom(
  cwd: string,
  file: string,
  within: readonly string[],
  from: string | null,
): Item[] {
  const path = resolve(cwd, file);
  const text = placed(from, () => {
    if (!within.includes(path)) return textOf(cwd, file);
    throw new UserError(`-r ${shown(file)} goes round in a circle`, { hint: `leave the line out` });
  });
  return lines(text).flatMap(({ line, number }) => {
    const place = `${shown(file)}:${number}`;
    const other = /^(?:-r\s*|--requirement(?:\s+|=))(\S.*)$/.exec(line)?.[1];
    if (other === undefined) return { text: checkLine(line, place), place };
    // pip looks for it beside the file that names it; messages name it from where the person is.
    const named = isAddress(other) ? other : join(dirname(file), other);
    return readFrom(cwd, named, [...within, path], place);
  });
}

function isAddress(file: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(file);
}

function textOf(cwd: string, file: string): string {
  if (file.trim() === '')
    throw new UserError('-r has no file', { hint: 'write -r requirements.txt' });
  if (isAddress(file)) {
    throw new UserError(`-r ${shown(file)} is an address`, {
      hint: 'download it first, and give the file',
    });
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new UserError(`-r ${shown(file)} ${why(error)}`, { hint: `give a requirements file` });
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw new UserError(`-r ${shown(file)} is not UTF-8 text`, { hint: 'save it as UTF-8' });
}

function why(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EISDIR') return 'is a directory';
  return code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`;
}

/** The lines that say something, continued ones joined, each with the number of its first. */
function lines(text: string): { line: string; number: number }[] {
  const found: { line: string; number: number }[] = [];
  let joined: string[] = [];
  const all = text.split(/\r\n|\r|\n/);
  all.forEach((line, index) => {
    const comment = /^\s*#/.test(line);
    const continued = !comment && line.endsWith('\\') && index < all.length - 1;
    // A comment's `#` must stay after a blank when it is joined.
    joined.push(`${comment && joined.length > 0 ? ' ' : ''}${line.replace(/\\$/, '')}`);
    if (continued) return;
    const whole = joined
      .join('')
      .replace(/(^|\s)#.*$/, '')
      .trim();
    const number = index + 2 - joined.length;
    if (whole !== '') {
      found.push({ line: joined.length > 1 ? withoutRuns(whole) : whole, number });
    }
    joined = [];
  });
  return found;
}

/** Joined lines bring their indents along: runs of blanks become one, except in quotes. */
function withoutRuns(line: string): string {
  return line.replace(/("[^"]*"|'[^']*')|\s+/g, (_run, quotes?: string) => quotes ?? ' ');
}

/** The requirement of a line, checked; a wheel stays a path, to be looked for. */
function checkLine(line: string, place: string): string {
  const option = optionIn(line);
  if (option !== null) {
    const way = hintForPipOption(option);
    const is = line.startsWith('-') ? 'is an option' : `has an option (${option})`;
    throw new UserError(
      `${place}: '${shown(line)}' ${is} of pip, and only requirements are taken over`,
      { hint: `${way ?? 'leave it out'}` },
    );
  }
  const several = splitRequirements(line);
  if (several.length > 1) {
    throw new UserError(`${place}: '${shown(line)}' is more than one requirement`, {
      hint: `give each a line of its own`,
    });
  }
  if (wheelIn(line) === null) placed(place, () => checkRequirement(line));
  return line;
}
