/**
 * Quotes values for rendered text, one function for each kind of place. No value enters a rendered
 * text in any other way: text of a user or a model file becomes plain data, or is refused.
 */

import { UserError } from '../core/errors.ts';
import { isHidden, json, namedInLine } from '../core/text.ts';
import {
  isSystemPackage,
  noSystemPackage,
  type PackageManager,
} from '../packages/system-package.ts';

/** Control characters, line ends and tab among them, and Unicode's own two line ends. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Characters without a meaning to a shell, Make or a Dockerfile. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Replaces half a surrogate pair, which has no UTF-8, by U+FFFD, as writing it would. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Whether a text has a line break, a control character or an invisible character. */
const isUnfit = (text: string) => CONTROL.test(text) || isHidden(wellFormed(text));

const codePoint = (character: string) =>
  (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');

/** A refused value, shortened for the error. */
const shown = (text: string) => JSON.stringify(oneLine(text, 60));

function refuse(text: string, place: string, hint: string): never {
  throw new UserError(`${shown(text)} is not allowed in ${place}`, { hint });
}

function refuseUnfit(text: string, place: string): never {
  throw new UserError(
    `${shown(text)} has a line break, a control character or an invisible character, which ${place} cannot contain`,
    { hint: 'remove it from the name' },
  );
}

/**
 * A line for people, not for programs: line breaks and other controls become blanks, invisible
 * characters become their name (`U+202E`; see src/core/text.ts), and a text longer than `limit`
 * ends with `…`.
 */
export function oneLine(text: string, limit = 300): string {
  const name = (c: string) => (CONTROL.test(c) ? ' ' : `U+${codePoint(c)}`);
  const flat = namedInLine(wellFormed(text), name).replace(/\s+/g, ' ').trim();
  const characters = Array.from(flat);
  if (characters.length <= limit) return flat;
  // The cut may leave a joiner of two emoji at the end.
  return `${namedInLine(characters.slice(0, limit - 1).join(''), () => '')}…`;
}

/**
 * A comment after `# ` in a Dockerfile, Makefile, shell or requirements file, without backslashes at
 * the end, which would continue it in a Makefile.
 */
export function comment(text: string): string {
  return oneLine(text).replace(/[\\\s]+$/, '');
}

/**
 * A value of ENV, LABEL or ARG in a Dockerfile: bare if it has only harmless characters, else in
 * double quotes with `\`, `"` and `$` escaped, so that no quote ends it and no variable is expanded.
 * @throws UserError for a line break, which would end the instruction, or an invisible character
 */
export function dockerfileValue(text: string): string {
  if (isUnfit(text)) refuseUnfit(text, 'a Dockerfile');
  if (PLAIN.test(text)) return text;
  return `"${wellFormed(text).replace(/[\\"$]/g, '\\$&')}"`;
}

/** A LABEL for people: made one line, then quoted by `dockerfileValue`. */
export function dockerfileText(text: string): string {
  return dockerfileValue(oneLine(text));
}

/**
 * The name of an environment variable, for ENV.
 * @throws UserError if it is not one (POSIX: letters, digits, underscores, no digit first)
 */
export function variableName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
    refuse(text, 'the name of an environment variable', 'use letters, digits and underscores');
  }
  return text;
}

/**
 * An image reference, bare, for `ARG BASE_IMAGE=` and Make variables.
 * @throws UserError for characters that a reference cannot contain
 *   (https://pkg.go.dev/github.com/distribution/reference)
 */
export function imageReference(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/.test(text)) {
    refuse(text, 'an image reference', "write it like 'registry.example.org/lab/digits:1.0'");
  }
  return text;
}

/**
 * One word for a POSIX shell: bare if it has only harmless characters, else in single quotes.
 * @throws UserError for a line break (recipes and RUN are single lines), NUL or an invisible character
 */
export function shell(text: string): string {
  if (isUnfit(text)) refuseUnfit(text, 'a shell command');
  if (PLAIN.test(text)) return text;
  return `'${wellFormed(text).replaceAll("'", "'\\''")}'`;
}

/**
 * A folder inside the image (the specification's `data_path`), bare in every kind of file.
 * @throws UserError if it is not an absolute path of letters, digits, `.`, `_` and `-`
 */
export function containerPath(text: string): string {
  if (!/^(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/.test(text)) {
    refuse(text, 'data_path of the specification', "write an absolute path, like '/data'");
  }
  return text;
}

/**
 * One field of the engine's `--mount`, which reads its value as a line of CSV: in double quotes if
 * it has a comma or quote. The whole value still needs `shell`.
 */
export function mountField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A package as an argument of apt or apk in a RUN line: `libgomp1`, `libc6:arm64`, `vim=2:9.1`,
 * `'libgomp>13'`, `so:libGL.so.1`.
 * @param manager of the package; null for either
 * @throws UserError for text that the manager would not read as one package to install
 */
export function systemPackage(text: string, manager: PackageManager | null): string {
  if (!isSystemPackage(text, manager)) {
    throw new UserError(`${shown(text)} ${noSystemPackage(text, manager)}`);
  }
  return shell(text);
}

/**
 * A path below site-packages, for `rm` after `"$site"/`.
 * @throws UserError if it is absolute, empty or leads out
 */
export function sitePath(text: string): string {
  if (text.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    refuse(text, 'the list of trims', 'write a path below site-packages');
  }
  return shell(text);
}

/**
 * The value of a Make variable (`NAME := value`) for which `$(NAME)` expands to the text: `$` is
 * doubled, `#` and the backslashes before it are escaped, and `$(empty)` (which the Makefile
 * defines) protects blanks at both ends and a backslash at the end.
 * https://www.gnu.org/software/make/manual/make.html#Values
 * @throws UserError for a line break or control character, which a Make variable cannot hold, or an
 *   invisible character
 */
export function make(text: string): string {
  if (isUnfit(text)) refuseUnfit(text, 'a Makefile');
  const escaped = wellFormed(text)
    .replaceAll('$', '$$$$')
    .replace(/(\\*)#/g, '$1$1\\#');
  const before = /^[\s]/.test(text) ? '$(empty)' : '';
  const after = /[\s\\]$/.test(text) ? '$(empty)' : '';
  return `${before}${escaped}${after}`;
}

/**
 * One shell word inside a Make recipe, in which Make expands `$` before the shell. (`#` starts no
 * Make comment in a recipe.)
 * @throws UserError as `shell`
 */
export function recipe(text: string): string {
  return shell(text).replaceAll('$', '$$$$');
}

/** JSON escapes of a surrogate pair, and of half a pair, not preceded by an escaping backslash. */
const ESCAPED_PAIR = /(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g;
const ESCAPED_HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** A Python string literal: JSON escapes mean the same there, except for surrogate pairs. */
export function python(text: string): string {
  return json(text)
    .trimEnd()
    .replace(ESCAPED_PAIR, (_, before: string, high: string, low: string) => {
      const units = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16));
      return `${before}\\U${codePoint(units).toLowerCase().padStart(8, '0')}`;
    });
}

/**
 * A JSON document that YAML readers accept too: escapes the two characters that YAML does not allow
 * even in quotes, and writes U+FFFD for half a surrogate pair and for escaped pairs, which YAML reads
 * as two characters.
 * https://yaml.org/spec/1.2.2/#51-character-set
 */
export function yaml(value: unknown): string {
  const text = json(value).replace(/[\ufffe\uffff]/g, (c) => `\\u${codePoint(c).toLowerCase()}`);
  return text.replace(ESCAPED_PAIR, '$1\\ufffd').replace(ESCAPED_HALF, '$1\\ufffd');
}

/**
 * One line of a requirements file; the requirement was checked when it was given.
 * @throws UserError for text that pip would read as several lines, an option or a comment
 */
export function requirement(text: string): string {
  const line = text.trim();
  if (isUnfit(text) || line.endsWith('\\')) {
    refuse(text, 'requirements.txt', 'write one requirement a line, without invisible characters');
  }
  if (line === '' || /^[#-]/.test(line) || /\s#/.test(line)) {
    refuse(text, 'requirements.txt', "write it like 'pandas>=2.2,<3'");
  }
  return wellFormed(line);
}

/**
 * The address of a package index after `--extra-index-url `.
 * @throws UserError if it is not an http, https or file address, or has a blank
 */
export function indexUrl(text: string): string {
  if (!/^(https?|file):\/\/[^\s\\]+$/.test(text) || isUnfit(text)) {
    refuse(text, 'requirements.txt', "write an index like 'https://pypi.example.org/simple'");
  }
  return wellFormed(text);
}

/** Text in a Markdown paragraph: made one line, with the syntax of Markdown and HTML escaped. */
export function markdown(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#|~&!]|^[-+=](?=\s|$)|^(\d+)(?=[.)])/g, (c) =>
    /^\d/.test(c) ? `${c}\\` : `\\${c}`,
  );
}

/**
 * Inline code in Markdown: made one line, between more backticks than any run inside.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === '') return '` `';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * Inline code in a cell of a Markdown table, in which `|` ends the cell even inside code. A blank
 * separates it from a backslash right before it, which would otherwise be escaped.
 */
export function markdownCellCode(text: string): string {
  return markdownCode(text.replaceAll(/\\(?=\|)/g, '\\ ')).replaceAll('|', '\\|');
}

/**
 * A line in a Markdown block that is fenced by three backticks: made one line, with blanks in runs
 * of backticks that could close the fence.
 */
export function markdownBlockLine(text: string): string {
  return oneLine(text, 1000).replace(/`{3,}/g, (run) => Array.from(run).join(' '));
}

/**
 * A file's hash after `--hash=` in a requirements file.
 * @throws UserError if it is not a hash that pip accepts
 */
export function fileHash(text: string): string {
  if (!/^sha(256|384|512):[0-9a-f]{64,128}$/.test(text)) {
    refuse(text, 'requirements.lock', "write a hash as 'sha256:' and 64 hexadecimal digits");
  }
  return text;
}
