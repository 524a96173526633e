/** Image folders on disk for tests: made, changed, photographed and thrown away. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ChangeSet } from '../../src/core/change-set.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { type ApplyOptions, type ApplyResult, apply } from '../../src/folder/apply.ts';
import { signText } from '../../src/folder/journal-signature.ts';
import { readState } from '../../src/folder/state.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';

const made: string[] = [];

/** A new empty directory, removed by `removeFolders`. */
export function emptyFolder(): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'reconcile-'));
  made.push(path);
  return path;
}

/** Removes all of them; for `afterEach`. */
export function removeFolders(): void {
  for (const path of made.splice(0)) fs.rmSync(path, { recursive: true, force: true });
}

/** Writes files given by their paths, with the folders that they need. */
export function put(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), content);
  }
}

/** A journal as a run of this user on this machine leaves it in a folder. */
export function putJournal(root: string, journal: unknown, name = 'journal.json'): void {
  const work = join(root, '.ml-image/run');
  fs.mkdirSync(work, { recursive: true });
  const text = typeof journal === 'string' ? journal : JSON.stringify(journal);
  fs.writeFileSync(join(work, name), signText(fs, root, text));
}

/** What a run would change in a folder on disk. */
export function planned(root: string, next: RenderedFile[]): ChangeSet {
  return reconcile({ ...readState(root, next), next });
}

/** One run: plans and applies. */
export async function run(
  root: string,
  next: RenderedFile[],
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  return apply(root, planned(root, next), options);
}

/**
 * Everything below a folder by path: `mode content` of a file, `-> target` of a link, `dir` of an empty
 * folder. Null where the folder does not exist.
 */
export function snapshot(root: string): Record<string, string> | null {
  if (!fs.existsSync(root)) return null;
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(root.length + 1);
    if (entry.isSymbolicLink()) found[name] = `-> ${fs.readlinkSync(path)}`;
    else if (entry.isDirectory()) {
      if (fs.readdirSync(path).length === 0) found[name] = 'dir';
    } else {
      const mode = (fs.statSync(path).mode & 0o777).toString(8);
      found[name] = `${mode} ${fs.readFileSync(path, 'latin1')}`;
    }
  }
  return found;
}
