/** Python identifiers made from the names of files. */

/**
 * A Python identifier similar to a file's name: without accents, with `_` for other characters, and
 * `model_` before a keyword or digit. Empty if nothing is left.
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

/** Python's keywords (https://docs.python.org/3/reference/lexical_analysis.html#keywords). */
const KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally
  for from global if import in is lambda nonlocal not or pass raise return try while with yield`.split(
    /\s+/,
  ),
);

/** Whether a text is a Python keyword, which cannot be an identifier. */
export function isPythonKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}
