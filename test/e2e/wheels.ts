/** Wheels for builds without a network, fetched once and kept between runs. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Folder } from './folder.ts';
import { cacheFolder, temporaryFolder } from './places.ts';
import { must, run } from './run.ts';

/**
 * Puts what the folder's requirements.txt asks for into its wheels/framework/. The host's pip
 * fetches, so its Python must be the minor version that the image has. The indexes that the file
 * names are asked only where pip as this machine has it set up does not find everything.
 */
export async function fillWheels({ path }: Folder): Promise<void> {
  const requirements = join(path, 'requirements.txt');
  const own = join(temporaryFolder(), 'requirements.txt');
  const lines = readFileSync(requirements, 'utf8').split('\n');
  writeFileSync(own, lines.filter((line) => !/^--(extra-)?index-url/.test(line)).join('\n'));
  const kept = cacheFolder('wheels');
  const fetched = temporaryFolder();
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check'];
  pip.push('--only-binary=:all:', '--find-links', kept, '--dest', fetched, '--requirement');
  if ((await run('/usr/bin/python3', [...pip, own])).status !== 0) {
    await must('/usr/bin/python3', [...pip, requirements]);
  }
  mkdirSync(join(path, 'wheels/framework'), { recursive: true });
  for (const wheel of readdirSync(fetched)) {
    if (!existsSync(join(kept, wheel))) copyFileSync(join(fetched, wheel), join(kept, wheel));
    copyFileSync(join(fetched, wheel), join(path, 'wheels/framework', wheel));
  }
}
