/**
 * Versions and ranges as Python's packages write them, compared:
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */

/** A version in its parts; a part that is missing stands as what it counts for in the order. */
interface Version {
  epoch: number;
  release: readonly number[];
  /** Before the release (dev, a, b, rc), itself, or after it (post): compared part by part. */
  around: readonly number[];
  local: readonly (string | number)[];
  isPre: boolean;
  isPost: boolean;
}

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?((?:-\d+)|(?:[-_.]?(?:post|rev|r)[-_.]?\d*))?([-_.]?dev[-_.]?\d*)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const PRE: Record<string, number> = { a: 1, alpha: 1, b: 2, beta: 2 };
/** Where no pre-release is: behind every one of them; where only a dev release is, before them. */
const [NO_PRE, ONLY_DEV] = [4, 0];

function parse(text: string): Version | null {
  const match = VERSION.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, epoch, release, pre, preNumber, post, dev, local] = match;
  const numberIn = (part: string) => Number(/\d+$/.exec(part)?.[0] ?? 0);
  const preRank = pre ? (PRE[pre] ?? 3) : dev && !post ? ONLY_DEV : NO_PRE;
  return {
    epoch: Number(epoch ?? 0),
    release: (release as string).split('.').map(Number),
    around: [
      preRank,
      Number(preNumber || 0),
      post ? numberIn(post) : -1,
      dev ? numberIn(dev) : Number.POSITIVE_INFINITY,
    ],
    local: (local ?? '')
      .split(/[-_.]/)
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    isPre: pre !== undefined || dev !== undefined,
    isPost: post !== undefined,
  };
}

function comparePublic(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch || compareNumbers(a.release, b.release) || compareNumbers(a.around, b.around)
  );
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? 0, b[i] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** No label comes before any; a number comes after a word. */
function compareLocal(a: Version['local'], b: Version['local']): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (typeof left !== typeof right) return typeof left === 'number' ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/**
 * The order of two versions, labels after `+` included.
 * @returns negative, zero or positive, as for Array.sort; null where one is no version
 */
export function compareReleases(a: string, b: string): number | null {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return null;
  return comparePublic(left, right) || compareLocal(left.local, right.local);
}

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
  const candidate = parse(version);
  return clausesOf(specifier).every((clause) =>
    candidate ? meets(clause, candidate, version) : clause.text === version,
  );
}

function meets({ operator, text }: Clause, candidate: Version, written: string): boolean {
  if (operator === '===') return text.toLowerCase() === written.toLowerCase();
  const prefix = /^(.*)\.\*$/.exec(text)?.[1];
  const bound = parse(prefix ?? text);
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
 * before and behind it, and the ends of `.*` and `~=`.
 */
function witnesses(specifiers: readonly string[]): string[] {
  const bounds = specifiers.flatMap(clausesOf).flatMap(({ operator, text }): string[] => {
    const plain = text.replace(/\.\*$/, '');
    const version = parse(plain);
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

/** Final versions that come right before and right behind one. */
function beside(bound: string): string[] {
  const version = parse(bound);
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
