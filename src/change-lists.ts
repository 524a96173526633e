/** Requirements and system packages among the answers: added, changed in their place, taken out. */
import { UserError } from './errors.ts';

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
 * @param flag the answer's flag, for the message
 * @throws UserError where a name is not in the list
 */
export function without(
  list: string[],
  names: string[],
  nameOf: (text: string) => string,
  flag: string,
): string[] {
  for (const name of names) {
    if (!list.some((text) => nameOf(text) === nameOf(name))) {
      const there = list.length > 0 ? `there are ${list.join(', ')}` : 'there are none';
      throw new UserError(`${name} is not among the answers to ${flag}; ${there}`);
    }
  }
  return list.filter((text) => !names.some((name) => nameOf(text) === nameOf(name)));
}
