/** The hash of what a lock is made from; the image's build computes the same (templates/Dockerfile.ejs). */

/**
 * The hash of a target and the requirements in a file: its lines except comments and blank lines,
 * without blanks at the end and the credentials in an index's address.
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
  // Loaded only here, as most folders have no lock.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update([target, ...lines, ''].join('\n'))
    .digest('hex');
}
