/** What a shell session left, as far as it can be told. */

/** A package that was installed, or taken out, by name. */
export interface Found {
  list: 'pip' | 'system';
  action: 'add' | 'remove';
  /** As the command of that name takes it: `humanize==4.12.3`, `file`. */
  text: string;
  /** What a person should know before keeping it; empty: nothing. */
  note: string;
  /** It only served the shell, and is kept only where a person says so. */
  tool: boolean;
}

/** Something that cannot be kept, and why, with what would do. */
export interface NotKept {
  what: string;
  why: string;
}

/** A file, or a whole new folder, that no package owns. */
export interface ChangedFile {
  path: string;
  change: 'added' | 'changed' | 'deleted';
  /** How many files a whole new folder holds; absent: it is one file, or an empty folder. */
  files?: number;
}

/** All that differs between before the shell and after it. */
export interface Captured {
  found: Found[];
  notKept: NotKept[];
  /** Names of the Python packages that came along. */
  along: string[];
  files: ChangedFile[];
}
