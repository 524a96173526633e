/** What an image holds beside its base image, its packages and its model. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { imageSize } from './engine.ts';
import { type Folder, inImage } from './folder.ts';

/** The most that may be there: code, specification, a user's name. */
export const TWO_MEGABYTES = 2_000_000;

/**
 * Bytes of an image over those of its base, of /opt/venv and of the folder's model: what was stored
 * twice in layers, or left behind by an installer, shows here.
 */
export async function bytesBeside(folder: Folder): Promise<number> {
  const dockerfile = readFileSync(join(folder.path, 'Dockerfile'), 'utf8');
  const base = /^ARG BASE_IMAGE=(.*)$/m.exec(dockerfile)?.[1] ?? '';
  const sum = "find /opt/venv -type f -printf '%s\\n' | awk '{ n += $1 } END { print n }'";
  const packages = Number(await inImage(folder, sum));
  const rest = (await imageSize(folder.image)) - (await imageSize(base));
  return rest - packages - folderSize(join(folder.path, 'model'));
}

function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}
