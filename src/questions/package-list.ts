/** Requirements and system packages among the answers: added, changed in their place, taken out. */
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import { byName } from '../packages/one-each.ts';
import { requirementName } from '../packages/requirement.ts';
import { splitList } from '../packages/split-requirements.ts';
import { packageIdentity, packageName } from '../packages/system-package.ts';
import type { Given } from './collect.ts';

/** What was given for a list by its flag, split, and what came as words or lines of a file, as it is. */
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

/** How many of a list are shown. */
const MOST = 10;

/**
 * A name that is there already is changed in its place, all its lines by all that are given; a new
 * one comes last.
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

/** What is known of names that are not in a list. */
export interface RemoveOptions {
  /** Why a name is in the image all the same, or null. */
  explain(name: string): string | null;
  /** Names, normalised, that the command takes out of a file though no answer holds them. */
  elsewhere?: ReadonlySet<string>;
}

/**
 * The list without the entries of these names.
 * @throws UserError where a name is neither in the list nor elsewhere
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

/** The packages that are meant: a name without an architecture means it in every one. */
export function matchSystemPackages(list: string[], names: string[]): string[] {
  return names.flatMap((name) => {
    const all = list.filter((text) => packageName(text) === packageIdentity(name));
    return all.length > 0 ? all : [name];
  });
}
