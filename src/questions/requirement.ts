/** Python requirements as people write them (PEP 508), one by one and in lists. */
import { UserError } from '../errors.ts';
import { shown } from './text.ts';

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const VERSION = '[A-Za-z0-9.*+!_-]+';
const CLAUSE = `(?:~=|===?|!=|<=?|>=?)\\s*${VERSION}`;
const SPECIFIERS = `${CLAUSE}(?:\\s*,\\s*${CLAUSE})*`;
const EXTRAS = `\\[\\s*(?:${NAME}(?:\\s*,\\s*${NAME})*)?\\s*\\]`;
/** A marker's words, operators and quoted texts; packaging checks the rest when it installs. */
const MARKER = `(?:[A-Za-z_][A-Za-z0-9_.]*|"[^"'\\n]*"|'[^"'\\n]*'|[<>=!~]=?=?|[()]|\\s)+`;
const REQUIREMENT = new RegExp(
  `^(${NAME})\\s*(?:${EXTRAS})?\\s*(?:@\\s*([a-z+]+:[^\\s;]+)|\\(\\s*${SPECIFIERS}\\s*\\)|${SPECIFIERS})?\\s*(?:;\\s*${MARKER})?$`,
);

/**
 * Checks one requirement and gives it back trimmed, otherwise as it was written; the path of a wheel
 * in `wheels/` becomes the requirement that the wheel meets.
 * Grammar: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 * @throws UserError where it is no requirement
 */
export function checkRequirement(text: string): string {
  const trimmed = text.trim();
  const wheel = wheelRequirement(trimmed);
  if (wheel !== null) return wheel;
  // yo hands on a lone 1.10 as 1.1, and no package is called that.
  if (/^[\d.]+$/.test(trimmed)) {
    throw new UserError(
      `--pip '${shown(text)}' is a version without a name; write both together, like 'pandas==${shown(trimmed)}'`,
    );
  }
  if (trimmed.length <= 1000 && !/[\p{Cc}\p{Cf}]/u.test(trimmed) && REQUIREMENT.test(trimmed)) {
    return trimmed;
  }
  throw new UserError(
    `--pip '${shown(text)}' is no Python requirement; write it like 'pandas>=2.2,<3', 'torchio[csv]' or 'name @ https://...'`,
  );
}

/**
 * The requirement that a wheel's path stands for, `wheels/lab-1.0-py3-none-any.whl` gives
 * `lab==1.0`; null where the text is no wheel's path. The build looks for wheels in `wheels/`.
 * File names: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 * @throws UserError where the wheel lies elsewhere
 */
function wheelRequirement(text: string): string | null {
  const match =
    /^(.*\/)?([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(text);
  // `lab @ https://example.org/lab-1.0-py3-none-any.whl` is a requirement, and pip fetches it itself.
  if (!match || text.includes('://')) return null;
  if (!/^(.*\/)?wheels\/$/.test(match[1] ?? '')) {
    throw new UserError(
      `${shown(text)} lies outside wheels/, where the build cannot see it; copy it there and give wheels/${shown(text.split('/').at(-1) as string)}`,
    );
  }
  return `${(match[2] as string).replaceAll('_', '-')}==${match[3]}`;
}

/** The name of a requirement, normalised as package indexes do (PEP 503). */
export function requirementName(requirement: string): string {
  const written = wheelRequirement(requirement) ?? requirement.trim();
  const name = REQUIREMENT.exec(written)?.[1] ?? requirement;
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** A blank before a name, but not behind an operator nor inside brackets. */
const BETWEEN_NAMES = /\s+(?=[A-Za-z0-9])(?<![<>=!~]\s*)(?![^[(]*[\])])/;

/**
 * Splits a typed list: `numpy, pandas>=2.2,<3` are two. A comma or blank separates only where a
 * name follows that starts a requirement, so bounds, extras and markers stay whole.
 */
export function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let current = '';
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '(') depth++;
    if (character === ']' || character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  parts.push(current);
  const joined: string[] = [];
  for (const part of parts) {
    const previous = joined.at(-1);
    if (previous !== undefined && /^\s*[<>=!~]/.test(part)) {
      joined[joined.length - 1] = `${previous},${part.trim()}`;
    } else joined.push(part);
  }
  return joined
    .flatMap((part) => (/[;@]/.test(part) ? [part] : part.split(BETWEEN_NAMES)))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
