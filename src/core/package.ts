/** Where this package lies and which version it is, from the sources and from dist/ alike. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/** The folder of this package's package.json: the nearest above this file. */
export function packageRoot(): string {
  if (root === undefined) {
    let folder = dirname(fileURLToPath(import.meta.url));
    while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
    root = folder;
  }
  return root;
}

/** The version in package.json. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

/** Where the pages of `docs/` can be read; package.json's homepage. */
export const DOCS = 'https://github.com/ml-image/generator-ml-image/blob/main/docs';

/** The JSON Schema of model-spec.json, for editors and for `ml-image spec`; copied as it is. */
export const SPEC_SCHEMA = 'model-spec.schema.json';

/** The text of the specification's schema. */
export function loadSpecSchema(directory: string): string {
  return readFileSync(join(directory, SPEC_SCHEMA), 'utf8');
}
