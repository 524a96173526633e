/** Reads the requirements to lock from requirements.txt. */
import { UserError } from '../core/errors.ts';

/** The line between the framework's layer and the user's packages (templates/requirements.txt.ejs). */
const PACKAGES = '# --- packages';

/** The requirements of a file in two parts, and its pip options. */
export interface Parts {
  /** Lines that begin with `--`, such as `--extra-index-url https://...`. */
  options: string[];
  framework: string[];
  packages: string[];
}

const FILE = 'requirements.txt';

/**
 * Reads requirements.txt for a lock (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
 * @throws UserError for a line that cannot be locked by hash: another file, a folder, a repository, a
 *   file outside the build, an address with a password
 */
export function readParts(text: string): Parts {
  const parts: Parts = { options: [], framework: [], packages: [] };
  let at: 'framework' | 'packages' = 'framework';
  let joined = '';
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.startsWith(PACKAGES)) at = 'packages';
      joined += line.replace(/\\$/, '');
      if (line.endsWith('\\')) return;
      const plain = joined.replace(/(^|\s)#.*$/, '').trim();
      joined = '';
      if (plain === '') return;
      if (/^--(?!requirement|constraint|editable)/.test(plain)) parts.options.push(plain);
      else parts[at].push(checkLine(plain, index + 1));
    });
  return parts;
}

/** The address of `name[extra] @ https://...`, or one alone. */
const ADDRESS = /^(?:[A-Za-z0-9._-]+\s*(?:\[[^\]]*\]\s*)?@\s*)?([a-z+]+:\S+)/i;

/** A requirement that can be locked by hash. */
function checkLine(line: string, number: number): string {
  const refuse = (why: string): never => {
    throw new UserError(`${FILE}:${number}: ${shown(line)} cannot be locked: ${why}`);
  };
  if (line.startsWith('-')) refuse(`the build sees only ${FILE}; write the requirements there`);
  const url = ADDRESS.exec(line)?.[1] ?? null;
  if (url === null) {
    if (/^[./]|\.(whl|zip|tar\.gz)(\s|$)/.test(line))
      refuse('put the wheel into wheels/ and write its name and version, like lab==1.0');
    return line;
  }
  if (/^[a-z]+\+/i.test(url))
    refuse('a repository has no hash; use the archive of a release, or a wheel in wheels/');
  if (/^file:/i.test(url))
    refuse('put the wheel into wheels/ and write its name and version, like lab==1.0');
  if (/\/\/[^/]*@/.test(url))
    refuse('the password would be in requirements.lock; put it into pip.conf or .netrc');
  return line;
}

/** The line for a message, shortened and without a password. */
function shown(line: string): string {
  const text = line.replace(/\/\/[^/]*@/g, '//***@');
  return `'${text.length > 100 ? `${text.slice(0, 99)}…` : text}'`;
}
