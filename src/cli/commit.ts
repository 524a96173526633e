/** Writes a prepared folder, with progress on the terminal; Ctrl-C undoes what was written. */
import { INTERRUPTED, UserError } from '../core/errors.ts';
import { commit, type PreparedFolder } from '../pipeline/commit.ts';
import { progressText } from './report.ts';
import type { Print } from './terminal.ts';

/** Size from which a copy shows its progress, in bytes. */
const PROGRESS_FROM = 64_000_000;

/** Where progress is shown. */
export interface ProgressScreen {
  err: Print;
  /** Whether progress may be drawn on stderr. */
  errIsTerminal: boolean;
}

/**
 * Writes the changes, all or nothing.
 * @throws UserError after Ctrl-C, which leaves the folder as it was
 */
export async function commitHere(prepared: PreparedFolder, screen: ProgressScreen): Promise<void> {
  const abort = new AbortController();
  const stop = () =>
    abort.abort(new UserError('stopped; nothing was written', { exitCode: INTERRUPTED }));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let drawn = false;
  try {
    await commit(prepared, {
      signal: abort.signal,
      onProgress({ to, done, total }) {
        if (total < PROGRESS_FROM || !screen.errIsTerminal) return;
        drawn = true;
        screen.err(progressText(to, done, total), overLine);
      },
    });
  } finally {
    if (drawn) screen.err('\n');
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

/** The text in place of the terminal's current line. */
function overLine(text: string): string {
  return `\r${text}\x1b[K`;
}
