const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A member's name. Names that programs read in different ways, or that lead out of the archive
 * when it is unpacked, are told to `doubt`.
 */
export function readName(raw: Buffer, flags: number, doubt: (what: string) => void): string {
  let name: string;
  try {
    name = UTF8.decode(raw);
  } catch {
    name = raw.toString('latin1');
    // Without the flag it is of an old code page, in which no two names become one.
    if ((flags & 0x800) !== 0) doubt(`the name ${name}, which is no UTF-8`);
  }
  if (name === '') doubt('a member without a name');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) doubt(`the name ${name}, with control characters`);
  if (name.includes('\\')) doubt(`the name ${name}, with a backslash`);
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  const outside = parts.some((part) => part === '' || part === '.' || part === '..');
  if (outside || /^[A-Za-z]:/.test(name))
    doubt(`the name ${name}, which is no path in the archive`);
  return name;
}

/**
 * Tells `doubt` of names that stand more than once, or that differ in case only: PyTorch looks
 * members up without regard to case, Python's zipfile with it.
 */
export function compareNames(names: string[], doubt: (what: string) => void): void {
  const exact = new Set<string>();
  const folded = new Map<string, string>();
  for (const name of names) {
    const low = name.toLowerCase();
    const other = folded.get(low);
    if (exact.has(name)) doubt(`a second member ${name}`);
    else if (other !== undefined)
      doubt(`the names ${other} and ${name}, which differ in case only`);
    exact.add(name);
    folded.set(low, name);
  }
}
