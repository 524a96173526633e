/** Ranges of versions (PEP 440): checked, and compared as sets. */
import { shown } from '../core/text.ts';
import {
  compareLocal,
  compareNumbers,
  comparePublic,
  isVersion,
  parseVersion,
  type Version,
} from './version.ts';

/** One bound of a range: `>=` and `2.2`. */
interface Clause {
  operator: string;
  text: string;
}

function clausesOf(specifier: string): Clause[] {
  return specifier
    .split(',')
    .map((part) => /^\s*(~=|===?|!=|<=?|>=?)\s*(\S+)\s*$/.exec(part))
    .filter((match) => match !== null)
    .map((match) => ({ operator: match[1] as string, text: match[2] as string }));
}

/** Whether a version is in a range such as `>=2,<3`; the empty range has every version. */
export function contains(specifier: string, version: string): boolean {
  const candidate = parseVersion(version);
  return clausesOf(specifier).every((clause) =>
    candidate ? meets(clause, candidate, version) : clause.text === version,
  );
}

function meets({ operator, text }: Clause, candidate: Version, written: string): boolean {
  if (operator === '===') return text.toLowerCase() === written.toLowerCase();
  const prefix = /^(.*)\.\*$/.exec(text)?.[1];
  const bound = parseVersion(prefix ?? text);
  // What is no version bounds nothing that could be known here: pip judges it.
  if (!bound) return true;
  if (prefix !== undefined) return startsWith(candidate, bound) === (operator === '==');
  const order = comparePublic(candidate, bound);
  const same = order === 0 && (bound.local.length === 0 || sameLocal(candidate, bound));
  switch (operator) {
    case '==':
      return same;
    case '!=':
      return !same;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0 && (bound.isPre || !(candidate.isPre && sameRelease(candidate, bound)));
    case '>':
      return order > 0 && (bound.isPost || !(candidate.isPost && sameRelease(candidate, bound)));
    default:
      return order >= 0 && startsWith(candidate, { ...bound, release: bound.release.slice(0, -1) });
  }
}

const sameLocal = (a: Version, b: Version) => compareLocal(a.local, b.local) === 0;

function sameRelease(a: Version, b: Version): boolean {
  return a.epoch === b.epoch && compareNumbers(a.release, b.release) === 0;
}

function startsWith(candidate: Version, prefix: Version): boolean {
  return (
    candidate.epoch === prefix.epoch &&
    prefix.release.every((part, i) => (candidate.release[i] ?? 0) === part)
  );
}

/**
 * Versions at which any range made of these clauses can change its mind: each bound, what comes right
 * before and after it, and the ends of `.*` and `~=`.
 */
function witnesses(specifiers: readonly string[]): string[] {
  const bounds = specifiers.flatMap(clausesOf).flatMap(({ operator, text }): string[] => {
    const plain = text.replace(/\.\*$/, '');
    const version = parseVersion(plain);
    if (!version) return [text];
    const head = plain === text ? version.release.slice(0, -1) : version.release;
    const last = head.length - 1;
    const next = head.map((part, i) => (i === last ? part + 1 : part)).join('.');
    const epoch = version.epoch > 0 ? `${version.epoch}!` : '';
    const edges = operator === '~=' || plain !== text ? [next] : [];
    return [plain, ...[version.release.join('.'), ...edges].map((each) => epoch + each)];
  });
  return ['0', '999999999', ...bounds.flatMap((bound) => [bound, ...beside(bound)])];
}

/** Final versions right before and right after one. */
function beside(bound: string): string[] {
  const version = parseVersion(bound);
  if (!version) return [];
  const epoch = version.epoch > 0 ? `${version.epoch}!` : '';
  const behind = [...version.release, 0, 0, 1].join('.');
  const at = version.release.findLastIndex((part) => part > 0);
  if (at === -1) return [epoch + behind];
  const before = [...version.release.slice(0, at), (version.release[at] as number) - 1, 999999999];
  return [epoch + behind, epoch + before.join('.')];
}

/** Whether some version is in both ranges. */
export function canMeet(a: string, b: string): boolean {
  return witnesses([a, b]).some((version) => contains(a, version) && contains(b, version));
}

/** Whether every version of `narrow` is in `wide`. */
export function includes(wide: string, narrow: string): boolean {
  return witnesses([wide, narrow]).every(
    (version) => !contains(narrow, version) || contains(wide, version),
  );
}

/** The range of both: the first as it is written, with those clauses of the second that it lacks. */
export function both(first: string, second: string): string {
  const lacking = second
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '' && !includes(clause, first));
  return [...(first === '' ? [] : [first]), ...lacking].join(',');
}

/**
 * Why bounds such as `>=2.2,<3` cannot be read, with what would work; null where they can, and ''
 * where they are no bounds at all.
 */
export function boundsFault(text: string): string | null {
  for (const clause of text.split(',')) {
    const [, operator, version] = /^(~=|===?|!=|<=?|>=?)\s*(\S+)$/.exec(clause.trim()) ?? [];
    if (operator === undefined || version === undefined) return '';
    const fault = clauseFault(operator, version);
    if (fault !== null) return fault;
  }
  return null;
}

function clauseFault(operator: string, text: string): string | null {
  // What === compares is a text, whatever it holds.
  if (operator === '===') return /[;)]/.test(text) ? '' : null;
  const exact = operator === '==' || operator === '!=';
  const series = text.endsWith('.*') ? text.slice(0, -2) : null;
  if (series !== null && isRelease(series)) {
    return exact ? null : `.* goes with == and != alone; write ${operator}${shown(series)}`;
  }
  const version = isVersion(text) ? parseVersion(text) : null;
  if (!version) return `'${shown(text)}' is not a version; write one like 2.2, 2.2.* or 2.2rc1`;
  if (version.local.length > 0 && !exact) {
    const base = text.slice(0, text.indexOf('+'));
    return `what follows + goes with == and != alone; write ${operator}${shown(base)}`;
  }
  if (operator === '~=' && version.release.length < 2) {
    return `~= wants two parts of a version; write ~=${shown(text)}.0, or ==${shown(text)}.*`;
  }
  return null;
}

/** Whether a version has nothing but numbers: no pre-release, label or the like. */
function isRelease(text: string): boolean {
  return isVersion(text) && /^v?(?:\d+!)?[\d.]+$/i.test(text);
}
