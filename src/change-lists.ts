/** Requirements and system packages among the answers: added, changed in their place, taken out. */
import { isUserError, UserError } from './errors.ts';
import { type Given, splitList } from './questions/collect.ts';
import { shown } from './questions/text.ts';
import type { Item } from './questions/types.ts';
import { packageIdentity, packageName } from './system-package.ts';

/** What was given for a list by its flag, split, and what came as words or lines of a file, as it is. */
export function itemsOf(
  key: 'pip' | 'system',
  given: Given,
  more: readonly Item[] | undefined,
): Item[] {
  const texts = given[key] ?? [];
  return [
    ...[texts]
      .flat()
      .flatMap((text) => splitList(key, text).map((text) => ({ text, place: null }))),
    ...(more ?? []),
  ];
}

/** Runs a step whose errors name the place of what they are about, and no flag where none was given. */
export function placed<T>(place: string | null, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!isUserError(error) || place === null) throw error;
    const message = error.message.replace(/^--[a-z]+ /, '');
    throw new UserError(place === '' ? message : `${place}: ${message}`);
  }
}

/** A name that is there already is changed in its place; a new one comes last. */
export function added(list: string[], more: string[], nameOf: (text: string) => string): string[] {
  const result = [...list];
  for (const text of more) {
    const at = result.findIndex((old) => nameOf(old) === nameOf(text));
    if (at === -1) result.push(text);
    else result[at] = text;
  }
  return result;
}

/**
 * The list without the entries of these names.
 * @param what what the list holds, for the message
 * @param elsewhere names, normalised, that the command takes out of a file though no answer holds them
 * @throws UserError where a name is not in the list
 */
export function without(
  list: string[],
  names: string[],
  nameOf: (text: string) => string,
  what: string,
  elsewhere: ReadonlySet<string> = new Set(),
): string[] {
  for (const name of names) {
    if (elsewhere.has(nameOf(name))) continue;
    if (!list.some((text) => nameOf(text) === nameOf(name))) {
      const there = list.length > 0 ? `there are ${list.join(', ')}` : 'there are none';
      throw new UserError(`${shown(name)} is not among the ${what}; ${there}`);
    }
  }
  return list.filter((text) => !names.some((name) => nameOf(text) === nameOf(name)));
}

/** The packages that are meant: a name without an architecture means it in every one. */
export function systemMeant(list: string[], names: string[]): string[] {
  return names.flatMap((name) => {
    const all = list.filter((text) => packageName(text) === packageIdentity(name));
    return all.length > 0 ? all : [name];
  });
}
