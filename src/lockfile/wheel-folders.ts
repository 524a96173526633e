/** Where the folder keeps wheels for building without a network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The options by which pip and uv find the wheels in an image folder; none where there are none. */
export function findLinks(root: string): string[] {
  return ['wheels', 'wheels/framework']
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => ['--find-links', path]);
}
