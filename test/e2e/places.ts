/** Where the end-to-end tests keep things: what outlives a run, and what does not. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository's root. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** The models of test/fixtures and the framework's answers beside them. */
export const FIXTURES = join(REPOSITORY, 'test/fixtures');

/**
 * A folder that is kept between runs (downloads, base images, the engine's data), made if missing.
 * ML_IMAGE_E2E_CACHE says where; else it is below XDG_CACHE_HOME or ~/.cache.
 */
export function cacheFolder(name: string): string {
  const { ML_IMAGE_E2E_CACHE, XDG_CACHE_HOME } = process.env;
  const root =
    ML_IMAGE_E2E_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'generator-ml-image');
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const temporary: string[] = [];

/** A new empty folder that `removeTemporary` takes away. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ml-image-e2e-'));
  temporary.push(folder);
  return folder;
}

/** Removes every folder that `temporaryFolder` gave. */
export function removeTemporary(): void {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true });
}
