/** Python requirements as people write them (PEP 508). */

import { UserError } from '../core/errors.ts';
import { normaliseName } from '../core/record.ts';
import { shown } from '../core/text.ts';
import { slipIn } from './common-mistakes.ts';
import { markerFault } from './marker.ts';
import { boundsFault } from './specifier.ts';
import { isVersion } from './version.ts';

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const EXTRAS = `\\[\\s*(?:${NAME}(?:\\s*,\\s*${NAME})*)?\\s*\\]`;
const HEAD = new RegExp(`^(${NAME})\\s*(${EXTRAS})?\\s*`);
/** A wheel's path, with extras and marker after it. */
const WHEEL =
  /^((?:[^\s;@]*\/)?([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[^-/]*)?-[^-/\s]+-[^-/\s]+-[^-/\s]+\.whl)\s*(\[[^\]]*\])?\s*(;.*)?$/;

/**
 * Checks one requirement and gives it back trimmed, otherwise as it was written; the path of a wheel
 * in `wheels/` becomes the requirement that the wheel meets.
 * Grammar: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 * @throws UserError where it is no requirement; its flag is `pip`
 */
export function checkRequirement(text: string): string {
  const trimmed = text.trim();
  const wheel = wheelIn(trimmed);
  if (wheel !== null) return requirementOfWheel(wheel);
  // yo hands on a lone 1.10 as 1.1, and no package is called that.
  if (/^[\d.]+$/.test(trimmed) && /\d/.test(trimmed)) {
    throw new UserError(`'${shown(text)}' is a version without a name`, {
      flag: 'pip',
      hint: `write both together, like 'pandas==${shown(trimmed)}'`,
    });
  }
  const fault = faultIn(trimmed);
  if (fault === null) return trimmed;
  throw new UserError(
    `'${shown(text)}' is not a Python requirement${fault === '' ? "; write it like 'pandas>=2.2,<3', 'torchio[csv]' or 'name @ https://...'" : `: ${fault}`}`,
    { flag: 'pip' },
  );
}

/** What is wrong with a requirement and what would work; '': nothing that can be named; null: nothing. */
function faultIn(text: string): string | null {
  if (text.length > 1000) return 'it is longer than 1000 characters; write it shorter';
  if (/[\p{Cc}\p{Cf}]/u.test(text)) return '';
  if (/\s#/.test(text)) return 'after a space, # starts a comment for pip; leave it out';
  const head = HEAD.exec(text)?.[0];
  if (head === undefined) return slipIn(text) ?? '';
  const rest = text.slice(head.length);
  // A file's name can be read as a distribution's; pip takes it for the file.
  if (rest === '' && /\.(?:whl|tar\.\w+|tgz|zip)$/i.test(text)) return slipIn(text) ?? '';
  if (rest.startsWith('@')) return addressFault(rest, text);
  const [, bounds = '', marker] = /^([^;]*)(?:;(.*))?$/.exec(rest) ?? [];
  if (bounds.trim() !== '') {
    const inside = /^\((.*)\)\s*$/.exec(bounds)?.[1] ?? bounds;
    const fault = boundsFault(inside);
    if (fault !== null) return fault === '' ? (slipIn(text) ?? '') : fault;
  }
  return marker === undefined ? null : explainMarker(marker);
}

/** The same for what starts with `@`. */
function addressFault(rest: string, text: string): string | null {
  const match = /^@\s*[A-Za-z][A-Za-z0-9+.-]*:\S+(?:\s+;(.*)|\s*)$/.exec(rest);
  const at = text.indexOf(';');
  // pip takes all up to a blank for the address, and the marker would be part of it.
  if (at !== -1 && /\S/.test(text[at - 1] as string) && markerFault(text.slice(at + 1)) === null) {
    return `after a URL, the ; needs a space before it: write '${shown(`${text.slice(0, at)} ${text.slice(at)}`)}'`;
  }
  if (!match) return '';
  return match[1] === undefined ? null : explainMarker(match[1]);
}

function explainMarker(marker: string): string | null {
  const fault = markerFault(marker);
  return fault === null ? null : `in its marker ${fault}`;
}

/** The path of a local wheel, and what its file name says. */
export interface WheelPath {
  path: string;
  name: string;
  version: string;
  /** Extras and marker after the path. */
  behind: string;
}

/**
 * A requirement that is the path of a wheel; null where it is none. pip fetches
 * `lab @ https://example.org/lab-1.0-py3-none-any.whl` itself: that is a requirement.
 * File names: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 */
export function wheelIn(text: string): WheelPath | null {
  const match = WHEEL.exec(text.trim());
  if (!match || text.includes('://') || /[\p{Cc}\p{Cf}]/u.test(text)) return null;
  const [, path = '', name = '', version = '', extras = '', marker = ''] = match;
  return isVersion(version)
    ? { path, name: name.replaceAll('_', '-'), version, behind: `${extras}${marker}` }
    : null;
}

/** `wheels/lab-1.0-py3-none-any.whl` gives `lab==1.0`: the build looks for wheels in `wheels/`. */
function requirementOfWheel({ path, name, version, behind }: WheelPath): string {
  if (behind !== '') {
    const extras = /^\[[^\]]*\]/.exec(behind)?.[0] ?? '';
    const meant = `${name}${extras}==${version}${behind.slice(extras.length)}`;
    throw new UserError(`'${shown(`${path}${behind}`)}' has something after the path of a wheel`, {
      flag: 'pip',
      hint: `write '${shown(meant)}', for which the build finds the wheel`,
    });
  }
  if (/^(?:\.\/)?wheels\/(?:framework\/)?[^/]+$/.test(path)) return `${name}==${version}`;
  throw outside(path);
}

/** That a wheel lies where the build does not see it. */
export function outside(path: string): UserError {
  return new UserError(`${shown(path)} is outside wheels/, where the build cannot see it`, {
    hint: `copy it there and give wheels/${shown(path.split('/').at(-1) as string)}`,
  });
}

/** The name of a requirement, normalised as package indexes do (PEP 503). */
export function requirementName(requirement: string): string {
  const name =
    wheelIn(requirement)?.name ?? HEAD.exec(requirement.trim())?.[1] ?? requirement.trim();
  return normaliseName(name);
}

/** A requirement in its parts. */
export interface RequirementParts {
  /** Normalised (PEP 503). */
  name: string;
  /** Normalised too. */
  extras: string[];
  /** The versions that it allows, without blanks: `>=2,<3`; empty: any. */
  specifier: string;
  /** Where it is fetched from, or null: an index. */
  url: string | null;
  marker: string | null;
}

/** Takes a requirement apart; what is none is taken for a name. */
export function requirementParts(requirement: string): RequirementParts {
  const wheel = wheelIn(requirement);
  const text = wheel ? `${wheel.name}==${wheel.version}` : requirement.trim();
  const [head, name, extras] = HEAD.exec(text) ?? [];
  const rest = text.slice(head?.length ?? text.length);
  const [, url] = /^@\s*(\S+)/.exec(rest) ?? [];
  // After an address a blank comes before the `;`, which may be part of it.
  const [, bounds, marker] =
    (url ? /^@\s*(\S+)(?:\s+;(.*))?$/s : /^([^;]*)(?:;(.*))?$/s).exec(rest) ?? [];
  return {
    name: normaliseName(name ?? text),
    extras: (extras ?? '').split(/[[\],]/).flatMap((each) => {
      const extra = normaliseName(each.trim());
      return extra === '' ? [] : [extra];
    }),
    specifier: url ? '' : (bounds ?? '').replace(/[()\s]+/g, ''),
    url: url ?? null,
    marker: marker?.trim() ?? null,
  };
}
