import { Malformed } from '../read/malformed.ts';
import { OPAQUE, type Value } from './values.ts';

/**
 * The value of an INT or LONG line; INT writes the booleans as `00` and `01`.
 * Throws Malformed for what is no number: Python would too.
 */
export function integer(line: string | null, isInt: boolean): Value {
  if (line === null) return OPAQUE;
  const text = line.trim();
  if (isInt && (text === '00' || text === '01')) return text === '01';
  if (!/^[-+]?\d[\d_]*L?$/.test(text)) throw new Malformed('has a number that is none');
  const value = Number(text.replace(/[_L]/g, ''));
  return Number.isSafeInteger(value) ? value : OPAQUE;
}

/** The text of a STRING line. One with an escape is opaque: it could spell any name. */
export function quotedText(line: string | null): Value {
  const plain = line === null ? null : /^(['"])([^\\]*)\1\s*$/.exec(line);
  return plain?.[2] ?? OPAQUE;
}

/** The text of a UNICODE line, where an escape makes it opaque too. */
export function plainText(line: string | null): Value {
  return line === null || line.includes('\\') ? OPAQUE : line;
}
