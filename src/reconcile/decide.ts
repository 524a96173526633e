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
  /** The text as rendered now; null if the generator does not make it any more. */
  next: string | null;
  once: boolean;
  /** The generator's text was made from this very file, so it is not merged by what was rendered last. */
  owned: boolean;
  binary: boolean;
  /** The command names what the file holds, so what the person wrote of that gives way to it. */
  asked: boolean;
}

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

/** Line ends, byte order mark and final newline make no difference here: they are the person's. */
export function decide({ known, base, current, next, once, owned, binary, asked }: Sides): Verdict {
  const text = current.kind === 'file' ? current.text : null;
  const untouched = text !== null && base !== null && sameLines(text, base);

  if (next === null) {
    if (current.kind === 'absent') return 'forget';
    return untouched ? 'delete' : 'keep-edited';
  }
  if (current.kind === 'absent') return known ? 'keep-deleted' : 'create';
  if (text !== null && sameLines(text, next)) return 'unchanged';
  // The answers behind a link are as last rendered: there is nothing to write.
  if (base === next && (owned ? text === null : !asked)) return 'unchanged';
  if (text === null) return 'beside';
  if (untouched && !owned) return 'update';
  if (once) return 'keep-edited';
  return binary ? 'beside' : 'merge';
}
