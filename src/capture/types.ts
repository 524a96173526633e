/** The changes that a shell session left, as far as they can be known. */

/** A package that was installed or removed by name. */
export interface Found {
  list: 'pip' | 'system';
  action: 'add' | 'remove';
  /** As an argument of `pip` or `system`: `humanize==4.12.3`, `file`. */
  text: string;
  /** What the user should know before keeping it; may be empty. */
  note: string;
  /** It only served the shell, and is kept only if the user chooses it. */
  tool: boolean;
}

/** A change that cannot be kept, why, and what to do instead. */
export interface NotKept {
  what: string;
  why: string;
}

/** A file, or a whole new folder, that no package owns. */
export interface ChangedFile {
  path: string;
  change: 'added' | 'changed' | 'deleted';
  /** The number of files in a new folder; absent for a file or an empty folder. */
  files?: number;
}

/** All differences between before and after the session. */
export interface Captured {
  found: Found[];
  notKept: NotKept[];
  /** Names of Python packages that were installed as dependencies. */
  along: string[];
  files: ChangedFile[];
}
