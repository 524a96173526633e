/** The answers' lists of requirements and system packages: adding, changing and removing entries. */
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import { byName } from '../packages/one-each.ts';
import { requirementName } from '../packages/requirement.ts';
import { splitList } from '../packages/split-requirements.ts';
import { packageIdentity, packageName } from '../packages/system-package.ts';
import type { Given } from './collect.ts';

/** The items given for a list: by its flag, which is split, and as words or lines of a file, which are not. */
export function itemsOf(key: List, given: Given, more: readonly Item[] | undefined): Item[] {
  const texts = given[key] ?? [];
  return [
    ...[texts]
      .flat()
      .flatMap((text) => splitList(key, text).map((text) => ({ text, place: null }))),
    ...(more ?? []),
  ];
}

type List = 'pip' | 'system';

const WHAT = { pip: 'requirements', system: 'system packages' };

/** How many entries of a list an error shows. */
const MOST = 10;

/**
 * Adds entries to a list. All entries of a name that is in the list already are replaced in place by
 * all given ones; new names are appended.
 */
export function addItems(key: List, list: readonly string[], more: readonly string[]): string[] {
  const groups = byName(key, more);
  const done = new Set<string>();
  const kept = list.flatMap((text) => {
    const name = nameOf(key, text);
    const texts = groups.get(name);
    if (!texts) return [text];
    if (done.has(name)) return [];
    done.add(name);
    return texts;
  });
  return [...kept, ...more.filter((text) => !done.has(nameOf(key, text)))];
}

/** What is known of names that are not in the list. */
export interface RemoveOptions {
  /** Why a package that is not in the list is in the image, or null. */
  explain(name: string): string | null;
  /** Normalised names that are not answers, but are in a file from which the command removes them. */
  elsewhere?: ReadonlySet<string>;
}

/**
 * Removes the entries of these names from a list.
 * @throws UserError if a name is neither in the list nor elsewhere
 */
export function removeItems(
  key: List,
  list: readonly string[],
  names: readonly string[],
  { explain, elsewhere }: RemoveOptions,
): string[] {
  const gone = new Set(names.map((name) => nameOf(key, name)));
  const there = list.map((text) => nameOf(key, text));
  for (const written of names) {
    const name = nameOf(key, written);
    if (there.includes(name) || elsewhere?.has(name)) continue;
    throw new UserError(
      explain(name) ??
        `${shown(written)} is not among the ${WHAT[key]}; ${instead(list, there, name)}`,
    );
  }
  return list.filter((text) => !gone.has(nameOf(key, text)));
}

function instead(list: readonly string[], there: readonly string[], name: string): string {
  if (list.length === 0) return 'there are none';
  const near = nearest(name, there);
  if (near !== null) return `did you mean ${shown(near)}?`;
  const some = list.slice(0, MOST).map(shown).join(', ');
  const more = list.length > MOST ? ` and ${list.length - MOST} more` : '';
  return `there ${list.length === 1 ? 'is' : 'are'} ${some}${more}`;
}

function nameOf(key: List, text: string): string {
  return key === 'pip' ? requirementName(text) : packageIdentity(text);
}

/** The packages in the list for these names: a name without an architecture stands for every one. */
export function matchSystemPackages(list: string[], names: string[]): string[] {
  return names.flatMap((name) => {
    const all = list.filter((text) => packageName(text) === packageIdentity(name));
    return all.length > 0 ? all : [name];
  });
}
