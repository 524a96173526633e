/** The table of merging: the action for one file, from its base, current and next text. */
import type { CurrentFile } from '../core/folder-state.ts';
import { sameLines } from '../merge/lines.ts';

/** What is known of one file. The texts are B, C and N of the design. */
export interface Sides {
  /** Whether the file was rendered before. */
  known: boolean;
  /** The text as last rendered; null if it was not, or is lost. */
  base: string | null;
  current: CurrentFile;
  /** The text as rendered now; null if the file is not generated any more. */
  next: string | null;
  /** The file is rendered for the user to edit, and never merged. */
  once: boolean;
  /** The generator read this file to render it, so its content counts as edited. */
  isInput: boolean;
  binary: boolean;
  /** The file is ours, and never merged: an edited one stays, and the new text goes beside it. */
  vendored: boolean;
  /** The command names entries of the file, and replaces what the user wrote of them. */
  asked: boolean;
}

/** What is done with one file. */
export type Verdict =
  | 'create'
  | 'update'
  | 'merge'
  | 'beside'
  | 'delete'
  | 'forget'
  | 'unchanged'
  | 'keep-edited'
  | 'keep-deleted';

/**
 * Decides what is done with one file. Line ends, byte order mark and final newline are the user's: they make
 * no difference here.
 */
export function decide({
  known,
  base,
  current,
  next,
  once,
  isInput,
  binary,
  vendored,
  asked,
}: Sides): Verdict {
  const text = current.kind === 'file' ? current.text : null;
  const untouched = text !== null && base !== null && sameLines(text, base);

  if (next === null) {
    if (current.kind === 'absent') return 'forget';
    return untouched ? 'delete' : 'keep-edited';
  }
  if (current.kind === 'absent') return known ? 'keep-deleted' : 'create';
  if (text !== null && sameLines(text, next)) return 'unchanged';
  // Answers behind a link that are as last rendered need no write.
  if (base === next && (isInput ? text === null : !asked)) return 'unchanged';
  if (text === null) return 'beside';
  if (untouched && !isInput) return 'update';
  if (once) return 'keep-edited';
  return binary || vendored ? 'beside' : 'merge';
}
