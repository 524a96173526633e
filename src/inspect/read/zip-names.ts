/** Names of zip members. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A member's name. Calls `doubt` for names that programs read differently, or that lead out of the
 * archive when it is unpacked.
 */
export function readName(raw: Buffer, flags: number, doubt: (what: string) => void): string {
  let name: string;
  try {
    name = UTF8.decode(raw);
  } catch {
    name = raw.toString('latin1');
    // Without the flag it is in an old code page, in which different names stay different.
    if ((flags & 0x800) !== 0) doubt(`the name ${name}, which is not UTF-8`);
  }
  if (name === '') doubt('a member without a name');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) doubt(`the name ${name}, with control characters`);
  if (name.includes('\\')) doubt(`the name ${name}, with a backslash`);
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  const outside = parts.some((part) => part === '' || part === '.' || part === '..');
  if (outside || /^[A-Za-z]:/.test(name))
    doubt(`the name ${name}, which is not a path in the archive`);
  return name;
}

/**
 * Calls `doubt` for duplicate names, and for names that differ in case only: PyTorch ignores case
 * when it looks up members, Python's zipfile does not.
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
