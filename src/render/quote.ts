/**
 * The only way in which a value enters rendered text. One function for each place that a value can
 * stand in; whatever a person or a model file said is plain data there, or is refused.
 */

import { UserError } from '../core/errors.ts';
import { json } from '../core/text.ts';
import { isHidden, namedInLine } from '../core/visible.ts';
import {
  isSystemPackage,
  noSystemPackage,
  type PackageManager,
} from '../packages/system-package.ts';

/** Control characters, line ends and tab among them, and Unicode's own two line ends. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Nothing here means anything to a shell, to Make or to a Dockerfile. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Half a surrogate pair has no UTF-8: it becomes U+FFFD, as it would when written. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Whether a text of one line holds a line break, a control character, or one that is not seen. */
const isUnfit = (text: string) => CONTROL.test(text) || isHidden(wellFormed(text));

const UNFIT =
  'it holds a line break, a control character or one that is not seen; take that out of the name';

const codePoint = (character: string) =>
  (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');

/** How a refused value is shown inside the one line that refuses it. */
const shown = (text: string) => JSON.stringify(oneLine(text, 60));

function refuse(text: string, place: string, why: string): never {
  throw new UserError(`${shown(text)} cannot stand in ${place}: ${why}`);
}

/**
 * A line for reading, not for programs: line breaks and other controls become a blank, characters
 * that are not seen become their name (`U+202E`; src/core/visible.ts says which), and what is longer
 * than `limit` ends with `…`.
 */
export function oneLine(text: string, limit = 300): string {
  const name = (c: string) => (CONTROL.test(c) ? ' ' : `U+${codePoint(c)}`);
  const flat = namedInLine(wellFormed(text), name).replace(/\s+/g, ' ').trim();
  const characters = Array.from(flat);
  if (characters.length <= limit) return flat;
  // What joined two pictures may now stand at the end, without the second.
  return `${namedInLine(characters.slice(0, limit - 1).join(''), () => '')}…`;
}

/**
 * A comment after `# ` in a Dockerfile, Makefile, shell or requirements file. In a Makefile a
 * backslash at the end of a comment would continue it, so none stands there.
 */
export function comment(text: string): string {
  return oneLine(text).replace(/[\\\s]+$/, '');
}

/**
 * A value of ENV, LABEL or ARG in a Dockerfile: bare where it holds only harmless characters, else
 * in double quotes, where `\`, `"` and `$` are escaped, so that neither a quote ends it nor a
 * variable is put in.
 * @throws UserError for a line break, which would end the instruction, or a character that is not seen
 */
export function dockerfileValue(text: string): string {
  if (isUnfit(text)) refuse(text, 'a Dockerfile', UNFIT);
  if (PLAIN.test(text)) return text;
  return `"${wellFormed(text).replace(/[\\"$]/g, '\\$&')}"`;
}

/** A LABEL that people read: as `dockerfileValue`, made one line first. */
export function dockerfileText(text: string): string {
  return dockerfileValue(oneLine(text));
}

/**
 * The name of an environment variable, for ENV.
 * @throws UserError where it is none (POSIX: letters, digits, underscores, no digit first)
 */
export function variableName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
    refuse(text, 'the name of an environment variable', 'use letters, digits and underscores');
  }
  return text;
}

/**
 * An image reference, bare, as `ARG BASE_IMAGE=` and Make variables take it.
 * @throws UserError for anything outside the characters that a reference is made of
 *   (https://pkg.go.dev/github.com/distribution/reference)
 */
export function imageReference(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/.test(text)) {
    refuse(text, 'an image reference', "write it like 'registry.example.org/lab/digits:1.0'");
  }
  return text;
}

/**
 * One word for a POSIX shell: bare where it holds only harmless characters, else in single quotes.
 * @throws UserError for a line break (recipes and RUN lines are single lines), NUL, or what is not seen
 */
export function shell(text: string): string {
  if (isUnfit(text)) refuse(text, 'a shell command', UNFIT);
  if (PLAIN.test(text)) return text;
  return `'${wellFormed(text).replaceAll("'", "'\\''")}'`;
}

/**
 * A folder inside the image (the specification's `data_path`), bare in every kind of file.
 * @throws UserError where it is no absolute path of letters, digits, `.`, `_` and `-`
 */
export function containerPath(text: string): string {
  if (!/^(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/.test(text)) {
    refuse(text, 'the specification as data_path', "write an absolute path, like '/data'");
  }
  return text;
}

/**
 * One field of the engine's `--mount`, which reads its value as a line of CSV: in double quotes
 * where it holds a comma or quote. The whole value still needs `shell`.
 */
export function mountField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A package as an argument of apt or apk in a RUN line: `libgomp1`, `libc6:arm64`, `vim=2:9.1`,
 * `'libgomp>13'`, `so:libGL.so.1`.
 * @param manager whose it is; null: one of the two
 * @throws UserError for anything that the manager would not read as one package to install
 */
export function systemPackage(text: string, manager: PackageManager | null): string {
  if (!isSystemPackage(text, manager)) {
    refuse(text, 'the list of system packages', noSystemPackage(text, manager));
  }
  return shell(text);
}

/**
 * A path below site-packages, for `rm` after `"$site"/`.
 * @throws UserError where it is absolute, empty or climbs out
 */
export function sitePath(text: string): string {
  if (text.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    refuse(text, 'the list of trims', 'it must be a path below site-packages');
  }
  return shell(text);
}

/**
 * The value of a Make variable (`NAME := value`), so that `$(NAME)` gives the text again: `$` is
 * doubled, `#` and the backslashes before it are escaped, and `$(empty)` (which the Makefile
 * defines) keeps blanks at both ends and a backslash at the end.
 * https://www.gnu.org/software/make/manual/make.html#Values
 * @throws UserError for a line break or control character, which a Make variable cannot hold, and what
 *   is not seen
 */
export function make(text: string): string {
  if (isUnfit(text)) refuse(text, 'a Makefile', UNFIT);
  const escaped = wellFormed(text)
    .replaceAll('$', '$$$$')
    .replace(/(\\*)#/g, '$1$1\\#');
  const before = /^[\s]/.test(text) ? '$(empty)' : '';
  const after = /[\s\\]$/.test(text) ? '$(empty)' : '';
  return `${before}${escaped}${after}`;
}

/**
 * One shell word inside a Make recipe, where Make reads `$` before the shell does. (`#` is no
 * comment for Make in a recipe.)
 * @throws UserError as `shell`
 */
export function recipe(text: string): string {
  return shell(text).replaceAll('$', '$$$$');
}

/** Escapes of JSON for a surrogate pair, and for half of one; not behind a backslash that is escaped. */
const ESCAPED_PAIR = /(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g;
const ESCAPED_HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** A Python string literal: every escape of JSON means the same there, but two that make one character. */
export function python(text: string): string {
  return json(text)
    .trimEnd()
    .replace(ESCAPED_PAIR, (_, before: string, high: string, low: string) => {
      const units = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16));
      return `${before}\\U${codePoint(units).toLowerCase().padStart(8, '0')}`;
    });
}

/**
 * A JSON document that YAML readers take too: as `json`, without the two characters that YAML does
 * not allow even in quotes, and with U+FFFD for half a surrogate pair, which it cannot hold, and for a
 * character that JSON would escape by two: YAML reads two characters there.
 * https://yaml.org/spec/1.2.2/#51-character-set
 */
export function yaml(value: unknown): string {
  const text = json(value).replace(/[\ufffe\uffff]/g, (c) => `\\u${codePoint(c).toLowerCase()}`);
  return text.replace(ESCAPED_PAIR, '$1\\ufffd').replace(ESCAPED_HALF, '$1\\ufffd');
}

/**
 * One line of a requirements file; the text itself is checked where it is asked for.
 * @throws UserError for what pip would read as several lines, an option or a comment
 */
export function requirement(text: string): string {
  const line = text.trim();
  if (isUnfit(text) || line.endsWith('\\')) {
    refuse(text, 'requirements.txt', 'one requirement is one line, and all of it is seen');
  }
  if (line === '' || /^[#-]/.test(line) || /\s#/.test(line)) {
    refuse(text, 'requirements.txt', "write it like 'pandas>=2.2,<3'");
  }
  return wellFormed(line);
}

/**
 * The address of a package index after `--extra-index-url `.
 * @throws UserError where it is no http, https or file address, or holds a blank
 */
export function indexUrl(text: string): string {
  if (!/^(https?|file):\/\/[^\s\\]+$/.test(text) || isUnfit(text)) {
    refuse(text, 'requirements.txt', "write an index like 'https://pypi.example.org/simple'");
  }
  return wellFormed(text);
}

/** Text in a Markdown paragraph: made one line; what Markdown or HTML would read is escaped. */
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
 * Inline code in a cell of a Markdown table, where `|` ends the cell even inside code. A backslash
 * right before it would take the escape for itself, so a blank comes between.
 */
export function markdownCellCode(text: string): string {
  return markdownCode(text.replaceAll(/\\(?=\|)/g, '\\ ')).replaceAll('|', '\\|');
}

/**
 * A line in a fenced Markdown block that is fenced by three backticks: made one line; a run that
 * could close the fence is broken by a blank.
 */
export function markdownBlockLine(text: string): string {
  return oneLine(text, 1000).replace(/`{3,}/g, (run) => Array.from(run).join(' '));
}

/**
 * A file's hash after `--hash=` in a requirements file.
 * @throws UserError where it is none of the hashes that pip knows
 */
export function fileHash(text: string): string {
  if (!/^sha(256|384|512):[0-9a-f]{64,128}$/.test(text)) {
    refuse(text, 'requirements.lock', "a hash is like 'sha256:' and 64 hexadecimal digits");
  }
  return text;
}
