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
