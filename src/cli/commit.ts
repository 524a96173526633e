/** Writes a decided folder from the terminal: progress, and Ctrl-C that leaves nothing behind. */
import { INTERRUPTED, UserError } from '../core/errors.ts';
import { commit, type PreparedFolder } from '../pipeline/commit.ts';
import { progressText } from './report.ts';
import type { Print } from './terminal.ts';

/** From this size on a copy shows its progress, in bytes. */
const PROGRESS_FROM = 64_000_000;

/** Where progress is told. */
export interface ProgressScreen {
  err: Print;
  /** Whether progress may be drawn on stderr. */
  errIsTerminal: boolean;
}

/** Applies what was decided; Ctrl-C meanwhile leaves the folder as it was. */
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

/** Draws over the terminal's line. */
function overLine(text: string): string {
  return `\r${text}\x1b[K`;
}
