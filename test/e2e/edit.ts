/** Edits of generated files, as a person makes them by hand. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelSpec } from '../../src/core/types.ts';
import type { Folder } from './folder.ts';

/** Replaces texts of a file, in order, once each; throws where one is not there. */
export function edit({ path }: Folder, file: string, changes: [string | RegExp, string][]): void {
  const at = join(path, file);
  const edited = changes.reduce(
    (text, [from, to]) => {
      const next = text.replace(from, () => to);
      if (next === text) throw new Error(`${file} has no ${from}`);
      return next;
    },
    readFileSync(at, 'utf8'),
  );
  writeFileSync(at, edited);
}

/** Writes the folder's model specification, laid out as it was. */
export function writeSpec({ path }: Folder, spec: ModelSpec): void {
  writeFileSync(join(path, 'model-spec.json'), `${JSON.stringify(spec, null, 2)}\n`);
}
