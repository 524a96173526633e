/** Reads the Python that a session runs inside the container. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The texts of `templates/capture/`.
 * @param directory the package's `templates/`
 * @throws the file system's error where one is missing: the package is then broken
 */
export function loadScripts(directory: string): { shell: string; state: string } {
  const read = (name: string) => readFileSync(join(directory, 'capture', name), 'utf8');
  return { shell: read('shell.py'), state: read('state.py') };
}
