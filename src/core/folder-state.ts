/** What an image folder holds, as plain data: read by folder/, compared by reconcile/. */

/** A rendered file as it was last made. */
export interface ManifestFile {
  id: string;
  path: string;
  mode: '644' | '755';
  /** Of the text in `.ml-image/base/`, line ends taken as LF. */
  sha256: string;
  /** No longer made, but kept since the person had edited it. */
  gone?: true;
}

/** An entry to write: with the rendered text, or, for a file that is no longer rendered, the former hash. */
export type ManifestEntry = Omit<ManifestFile, 'sha256'> & ({ text: string } | { sha256: string });

/** A file of the model as it was copied; `sample` as in fingerprint.ts. */
export interface ModelFile {
  path: string;
  size: number;
  sample: string;
}

/** Orders by path, code unit by code unit: the same on every machine. */
export function byPath(one: { path: string }, other: { path: string }): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

/** A file as last rendered; `text` is null where it is missing or not what the manifest says. */
export interface BaseFile extends ManifestFile {
  text: string | null;
}

export interface Base {
  /** The manifest's text; null where there is none. */
  manifest?: string | null;
  files: BaseFile[];
  model: ModelFile[];
}

/** What is at a path. A file without valid UTF-8 text (or with a NUL) has `text: null`. */
export type CurrentFile =
  | { kind: 'absent' }
  | { kind: 'file'; mode: number; text: string | null }
  | { kind: 'symlink' | 'directory' | 'special' };

export interface State {
  base: Base;
  /** By path: the managed files, those that will be, and `<path>.new` of those that cannot be merged. */
  current: Record<string, CurrentFile>;
}
