import type { AnswerKey } from '../core/answers.ts';

/** Lists of requirements as people type them. */

/** A blank before a name, but not after an operator nor inside brackets. */
const BETWEEN_NAMES = /\s+(?=[A-Za-z0-9])(?<![<>=!~]\s*)(?![^[(]*[\])])/;
/** An address, after the `@` of a requirement or alone; it ends at a blank. */
const ADDRESS = /@\s*[A-Za-z][A-Za-z0-9+.-]*:\S+|[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+/y;

/**
 * Splits a typed list: `numpy, pandas>=2.2,<3` are two. A comma or blank separates only where a
 * name follows that starts a requirement, so bounds, extras and markers stay whole; a comma in an
 * address separates only with a blank beside it, one in quotes never.
 */
export function splitRequirements(text: string): string[] {
  const joined: string[] = [];
  for (const part of splitAtCommas(text)) {
    const previous = joined.at(-1);
    if (previous !== undefined && /^\s*[<>=!~]/.test(part)) {
      joined[joined.length - 1] = `${previous},${part.trim()}`;
    } else joined.push(part);
  }
  return joined
    .flatMap((part) => (/[;@]|:\/\//.test(part) ? [part] : part.split(BETWEEN_NAMES)))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let current = '';
  let depth = 0;
  let quote = '';
  let marker = false;
  const end = () => {
    parts.push(current);
    current = '';
    depth = 0;
    quote = '';
    marker = false;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const address = marker || depth > 0 ? null : addressAt(text, at, current);
    if (address !== null) {
      current += address.replace(/,$/, '');
      at += address.length - 1;
      if (address.endsWith(',')) end();
      continue;
    }
    if (character === ',' && depth === 0 && quote === '') {
      end();
      continue;
    }
    current += character;
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === ';') marker = true;
    // Only markers have quotes.
    else if (marker && /["']/.test(character)) quote = character;
    else if (/[[(]/.test(character)) depth++;
    else if (/[\])]/.test(character)) depth = Math.max(0, depth - 1);
  }
  end();
  return parts;
}

/** The address that starts here, after an `@` or at a part's start, or null. */
function addressAt(text: string, at: number, before: string): string | null {
  if (text[at] !== '@' && before.trim() !== '') return null;
  ADDRESS.lastIndex = at;
  return ADDRESS.exec(text)?.[0] ?? null;
}

/** The parts of a list as people type it, by commas and blanks; for `pip`, requirements stay whole. */
export function splitList(key: AnswerKey, text: string | null): string[] {
  if (text === null) return [];
  // A text of several lines is not a typed list: it is checked, and refused, as a whole.
  if (/\p{Cc}/u.test(text)) return [text];
  if (key === 'pip') return splitRequirements(text);
  return text.split(/[,\s]+/).filter((part) => part !== '');
}
