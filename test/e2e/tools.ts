/** The checkers of what is generated, in a Python environment that is kept between runs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './places.ts';
import { must } from './run.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Makes the environment of requirements.txt, again when those change, and gives its bin folder. */
export async function prepareTools(): Promise<string> {
  const folder = join(cacheFolder('tools'));
  const bin = join(folder, 'bin');
  const stamp = join(folder, 'made-from.txt');
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  await must('/usr/bin/python3', ['-m', 'venv', '--clear', folder]);
  await must(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS]);
  writeFileSync(stamp, wanted);
  return bin;
}
