/** Lists in which each name may occur only once. */

import { UserError } from '../core/errors.ts';
import { normaliseName } from '../core/record.ts';
import { shown } from '../core/text.ts';
import { type RequirementParts, requirementParts } from './requirement.ts';
import { packageIdentity } from './system-package.ts';

/** How many of a name's texts are shown. */
const MOST = 5;

/**
 * The texts of a list without those that say the same again.
 * @throws UserError if a name is given twice, unless markers part its requirements
 */
export function oneEach(key: string, texts: readonly string[]): string[] {
  const duplicate = findDuplicate(key, texts, 'given');
  if (duplicate) throw new UserError(duplicate.message, { hint: duplicate.hint });
  return distinct(key, texts);
}

/**
 * The first name that a list has twice, as message and hint; null if there is none.
 * @param verb how the texts came: `given` or `listed`
 */
export function findDuplicate(
  key: string,
  texts: readonly string[],
  verb: 'given' | 'listed',
): { message: string; hint: string } | null {
  if (key !== 'pip' && key !== 'system') return null;
  for (const [name, same] of byName(key, distinct(key, texts))) {
    if (same.length === 1) continue;
    const many = same.length === 2 ? 'twice' : `${same.length} times`;
    const list = same.slice(0, MOST).map(shown).join(', ');
    const message = `${shown(name)} is ${verb} ${many} (${list}${same.length > MOST ? ', ...' : ''})`;
    if (key === 'system') return { message, hint: 'write one of them' };
    const parts = same.map(requirementParts);
    const markers = new Set(parts.map(({ marker }) => marker?.replace(/\s+/g, '')));
    if (markers.size === same.length && !markers.has(undefined)) continue;
    const hint = parts.some(({ marker }) => marker !== null)
      ? 'give each a marker that parts it from the others, or write one'
      : `write one${like(name, parts)}`;
    return { message, hint };
  }
  return null;
}

/** One requirement in the place of several, as an example. */
function like(name: string, parts: readonly RequirementParts[]): string {
  if (parts.some(({ url }) => url !== null)) return ' of them';
  const extras = [...new Set(parts.flatMap((each) => each.extras))];
  const ranges = [...new Set(parts.map(({ specifier }) => specifier))].filter(
    (each) => each !== '',
  );
  const exact = ranges.findLast((each) => each.startsWith('=='));
  const whole = extras.length > 0 ? `${name}[${extras.join(',')}]` : name;
  return `, as in ${shown(`${whole}${exact ?? ranges.join(',')}`)}`;
}

/** Texts by their package name, in their order. */
export function byName(key: string, texts: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const name = key === 'pip' ? requirementParts(text).name : packageIdentity(text);
    groups.set(name, [...(groups.get(name) ?? []), text]);
  }
  return groups;
}

/** Without those that differ from an earlier one in blanks and the spelling of the name alone. */
function distinct(key: string, texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const name = key === 'pip' ? (/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? '') : '';
    const plain = normaliseName(name) + text.slice(name.length);
    const same = plain.replace(/\s+/g, '');
    return !seen.has(same) && seen.add(same);
  });
}
