/** Flags that would make a refused combination work; searched only where an error is worded. */
import type { Config } from '../core/answers.ts';
import type { Refusal } from '../core/types.ts';
import type { Wish } from './data/types.ts';
import { defaultPython, defaultRelease } from './defaults.ts';
import { refuse } from './rules/refuse.ts';
import { refuseConfig, wishOf } from './rules/refuse-config.ts';

type Key =
  | 'framework'
  | 'frameworkVersion'
  | 'python'
  | 'os'
  | 'accelerator'
  | 'baseImage'
  | 'platform';
type Values = Partial<Record<Key, string | null>>;

const FLAGS: Readonly<Record<Key, string>> = {
  framework: '--framework',
  frameworkVersion: '--framework-version',
  python: '--python',
  os: '--os',
  accelerator: '--accelerator',
  baseImage: '--base-image',
  platform: '--platform',
};

/** What else may have to change, what changes least first; of release and Python the newest that suits. */
const MORE: readonly Key[] = ['python', 'frameworkVersion', 'os', 'accelerator', 'baseImage'];

/**
 * The refusal of a wish with flags that work when they are given; a hint that names no flag stays.
 * @param works whether nothing speaks against another wish
 */
export function suggestFlags(
  wish: Wish,
  refusal: Refusal,
  works: (wish: Wish) => boolean = (other) => refuse(other) === null,
): Refusal {
  const instead = refusal.instead.flatMap((hint) => {
    const values = read(hint);
    return values === null ? [hint] : (completed(wish, values, works) ?? []);
  });
  if (instead.some((hint) => refusal.instead.includes(hint)))
    return { ...refusal, instead: [...new Set(instead)] };
  // Where none works by itself, something else may, with fewer flags.
  const other = completed(wish, {}, works);
  const shorter = other !== null && instead.every((hint) => lengthOf(hint) > lengthOf(other));
  return { ...refusal, instead: [...new Set(shorter ? [other, ...instead] : instead)] };
}

/** The same for a config, whose open answers count too. */
export function suggestForConfig(config: Config, refusal: Refusal): Refusal {
  return suggestFlags(wishOf(config), refusal, (other) => {
    const { framework, frameworkVersion, python, os, accelerator, baseImage } = other;
    const changed = { framework, frameworkVersion, python, os, accelerator, baseImage };
    return refuseConfig({ ...config, ...(changed as Partial<Config>) }, other) === null;
  });
}

function lengthOf(hint: string): number {
  return hint.split(' ').length;
}

/** The values that a hint gives to flags; null where it is not made of flags alone. */
function read(hint: string): Values | null {
  const words = hint.split(' ');
  const values: Values = {};
  for (let at = 0; at < words.length; at += 2) {
    const key = (Object.keys(FLAGS) as Key[]).find((each) => FLAGS[each] === words[at]);
    const value = words[at + 1];
    if (key === undefined || value === undefined) return null;
    values[key] = value === 'none' ? null : value;
  }
  return values;
}

/** The fewest flags that hold these values and work, as a person types them; null where none do. */
function completed(wish: Wish, values: Values, works: (wish: Wish) => boolean): string | null {
  const more = MORE.filter((key) => !(key in values));
  for (let count = 0; count <= 3; count++) {
    for (const keys of subsets(more, count)) {
      const all = withMore(wish, values, keys);
      if (all && works(followed(wish, all))) {
        return (Object.keys(all) as Key[])
          .map((key) => `${FLAGS[key]} ${all[key] ?? 'none'}`)
          .join(' ');
      }
    }
  }
  return null;
}

/** The values with more of them, chosen to suit the rest; null where one would change nothing. */
function withMore(wish: Wish, given: Values, keys: readonly Key[]): Values | null {
  const values: Values = { ...given };
  if (keys.includes('os')) values.os = 'debian';
  if (keys.includes('accelerator')) values.accelerator = 'cpu';
  if (keys.includes('baseImage')) values.baseImage = null;
  const open = { ...followed(wish, values), ...(keys.includes('python') ? { python: null } : {}) };
  if (keys.includes('frameworkVersion'))
    values.frameworkVersion = defaultRelease({ ...open, frameworkVersion: null })?.version ?? null;
  if (keys.includes('python')) {
    const release = values.frameworkVersion ?? open.frameworkVersion;
    values.python = defaultPython({ ...open, frameworkVersion: release });
  }
  const idle = keys.some(
    (key) =>
      values[key] === wish[key] ||
      (values[key] === null && (key !== 'baseImage' || !wish.baseImage)),
  );
  return idle ? null : values;
}

/** The wish after the flags: what hangs on a changed answer follows it, as every command does. */
function followed(wish: Wish, values: Values): Wish {
  const next = { ...wish, ...values } as Wish;
  if (values.framework !== undefined && values.frameworkVersion === undefined)
    next.frameworkVersion = defaultRelease({ ...next, frameworkVersion: null })?.version ?? null;
  if (values.baseImage !== undefined && values.python === undefined)
    next.python = values.baseImage === null ? defaultPython(next) : null;
  return next;
}

function* subsets<T>(items: readonly T[], count: number): Generator<T[]> {
  if (count === 0) yield [];
  for (let at = 0; count > 0 && at < items.length; at++) {
    for (const rest of subsets(items.slice(at + 1), count - 1)) yield [items[at] as T, ...rest];
  }
}
