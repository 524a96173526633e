/** The checkers of what is generated, in a Python environment that is kept between runs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './places.ts';
import { must } from './run.ts';

/**
 * Makes the environment of a file of requirements, again when that changes, and gives its bin folder.
 * @param name of the environment; its requirements stand here as `NAME.txt`
 */
export async function prepareTools(name = 'requirements'): Promise<string> {
  const requirements = join(import.meta.dirname, `${name}.txt`);
  const folder = cacheFolder(name === 'requirements' ? 'tools' : name);
  const bin = join(folder, 'bin');
  const stamp = join(folder, 'made-from.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  await must('/usr/bin/python3', ['-m', 'venv', '--clear', folder]);
  await must(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  writeFileSync(stamp, wanted);
  return bin;
}
