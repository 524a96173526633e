/** Small checks and clean-ups of text that people supply. */
import { visibleLine } from '../core/visible.ts';

/**
 * Text for a message: characters that steer a terminal or are not seen become `\u....`, and what is
 * over 80 characters is cut, so that a message stays one readable line.
 */
export function shown(text: string): string {
  return shownUpTo(80, text);
}

/** The same for a text that may have another number of characters. */
export function shownUpTo(most: number, text: string): string {
  const visible = visibleLine(text);
  return visible.length > most ? `${visible.slice(0, most - 3)}...` : visible;
}

/**
 * A Python identifier near a file's name: accents are dropped, other characters become `_`; a keyword
 * gets `model_` before it.
 * Empty where nothing is left.
 */
export function identifierFrom(fileName: string): string {
  const stem = fileName.replace(/(?<=.)(\.(nii|tar))?\.[A-Za-z0-9]{1,12}$/, '');
  const plain = stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  return /^[0-9]/.test(plain) || isPythonKeyword(plain) ? `model_${plain}` : plain;
}

/** Words that Python keeps to itself (https://docs.python.org/3/reference/lexical_analysis.html#keywords). */
const KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally
  for from global if import in is lambda nonlocal not or pass raise return try while with yield`.split(
    /\s+/,
  ),
);

/** Whether a text is a keyword of Python, and so no identifier. */
export function isPythonKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}
