/**
 * Versions of Python packages (PEP 440): read, compared, counted up.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 *
 * Our own rather than @renovatebot/pep440: that library (4.2.4) says that 1.0.post2 is not in
 * `>1.0.post1`, where pip says it is, and it has no way to tell whether two ranges can both be met.
 */

/** A version in its parts; a part that is missing has the value that it counts for in the order. */
export interface Version {
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
/** A final release comes after every pre-release; a dev release without one before them. */
const [NO_PRE, ONLY_DEV] = [4, 0];

/** A version in its parts; null where the text is none. */
export function parseVersion(text: string): Version | null {
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

/** The order of two versions without their labels after `+`; as for Array.sort. */
export function comparePublic(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch || compareNumbers(a.release, b.release) || compareNumbers(a.around, b.around)
  );
}

/** Compares lists of numbers part by part; a missing part counts as 0. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? 0, b[i] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Compares labels after `+`: none comes first, a number comes after a word. */
export function compareLocal(a: Version['local'], b: Version['local']): number {
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
 * The order of two versions, without their labels after `+`.
 * @returns negative, zero or positive, as for Array.sort; 0 where one is no version
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left && right ? comparePublic(left, right) : 0;
}

/** Whether a text is a version, without blanks; a local one (`1.0+cpu`) is one. */
export function isVersion(text: string): boolean {
  return !/^\s|\s$/.test(text) && parseVersion(text) !== null;
}

/** The first two parts of a version: `2.21.0` gives `2.21`. */
export function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
