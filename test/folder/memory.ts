/** An image folder in memory: what readState and apply do, without a disk. */

import type { ChangeSet } from '../../src/core/change-set.ts';
import { fileWrites } from '../../src/core/change-set.ts';
import type { CurrentFile, State } from '../../src/core/folder-state.ts';
import type { MergeKind, RenderedFile } from '../../src/core/types.ts';
import { hashEntry } from '../../src/folder/manifest.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';

/** A rendered file; its id is its path unless one is given. */
export function rendered(
  path: string,
  text: string,
  more: Partial<RenderedFile> = {},
): RenderedFile {
  return { id: path, path, mode: 0o644, text, kind: 'text', ...more };
}

/** The same of a kind. */
export function renderedAs(kind: MergeKind, path: string, text: string): RenderedFile {
  return rendered(path, text, { kind });
}

export class MemoryFolder {
  files: Record<string, CurrentFile> = {};
  #base: State['base'] = { files: [], model: [] };

  /** What readState would give. */
  state(): State {
    return { base: structuredClone(this.#base), current: structuredClone(this.files) };
  }

  /** Loses the bases, as a person does who deletes `.ml-image/`. */
  forget(): void {
    this.#base = { files: [], model: [] };
  }

  /** Loses the texts of the bases and keeps the manifest, as a copy does that leaves out `base/`. */
  loseTexts(): void {
    for (const file of this.#base.files) file.text = null;
  }

  /** What a run would change. */
  plan(next: RenderedFile[], restore: string[] = [], asked: string[] = []): ChangeSet {
    return reconcile({ ...this.state(), next, restore, asked });
  }

  /** One run: plans, and changes the files and bases. */
  run(next: RenderedFile[], restore: string[] = [], asked: string[] = []): ChangeSet {
    const changeSet = this.plan(next, restore, asked);
    for (const { path, before } of fileWrites(changeSet))
      if (before !== null) delete this.files[path];
    for (const { path, after, mode } of fileWrites(changeSet))
      if (after !== null) this.files[path] = { kind: 'file', mode, text: after };
    const texts = new Map(this.#base.files.map((file) => [file.path, file.text]));
    for (const { path, text } of changeSet.base) texts.set(path, text);
    const files = changeSet.files.map((file) => ({
      ...hashEntry(file),
      text: texts.get(file.path) ?? null,
    }));
    this.#base = { files, model: [] };
    return changeSet;
  }

  text(path: string): string | null {
    const file = this.files[path];
    return file?.kind === 'file' ? file.text : null;
  }

  /** What a person does in an editor; null deletes. */
  edit(path: string, text: string | null): void {
    const file = this.files[path];
    const mode = file?.kind === 'file' ? file.mode : 0o644;
    if (text === null) delete this.files[path];
    else this.files[path] = { kind: 'file', mode, text };
  }

  /** All texts by path. */
  texts(): Record<string, string | null> {
    const paths = Object.keys(this.files).sort();
    return Object.fromEntries(paths.map((path) => [path, this.text(path)]));
  }
}

/** How many cases a law is tried with: 2,000 in the end-to-end run, more by `npm run properties`. */
export function runs(): { numRuns: number } {
  return { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };
}

/** Milliseconds of the fastest of three runs: what the code takes where the machine has time for it. */
export function fastest(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}
