/** What a lock is made from, as one hash: the image's build computes the same (templates/Dockerfile.ejs). */

/**
 * The hash of a target and of what a requirements file asks for: its lines without comments that
 * fill a line, blank lines, blanks at the end, and the name and password in an index's address.
 * @param target CPython's `SOABI`, e.g. `cpython-313-x86_64-linux-gnu`
 * @param text requirements.txt
 * @returns 64 hexadecimal digits (sha256)
 */
export function inputsHash(target: string, text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replace(/[ \t\r]+$/, '').replace(/\/\/[^/@]*@/, '//'))
    .filter((line) => /[^ \t]/.test(line));
  // Loaded where it is wanted: most folders have no lock to judge.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update([target, ...lines, ''].join('\n'))
    .digest('hex');
}
