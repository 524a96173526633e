/** Writes a decided folder from the terminal: progress, and Ctrl-C that leaves nothing behind. */
import { UserError } from '../errors.ts';
import { progressText } from '../report.ts';
import { commit, type Decided } from '../scaffold.ts';
import type { Shell } from './main.ts';
import { INTERRUPTED } from './prompt.ts';

/** From this size on a copy shows its progress, in bytes. */
const PROGRESS_FROM = 64_000_000;

/** Applies what was decided; Ctrl-C meanwhile leaves the folder as it was. */
export async function commitHere(decided: Decided, shell: Shell): Promise<void> {
  const abort = new AbortController();
  const stop = () => abort.abort(new UserError('stopped; nothing was written', INTERRUPTED));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let drawn = false;
  try {
    await commit(decided, {
      signal: abort.signal,
      onProgress({ to, done, total }) {
        if (total < PROGRESS_FROM || !shell.errIsTerminal) return;
        drawn = true;
        shell.err(`\r${progressText(to, done, total)}\x1b[K`);
      },
    });
  } finally {
    if (drawn) shell.err('\n');
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}
