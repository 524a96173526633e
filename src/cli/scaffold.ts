/** `ml-image [directory]`: a new image folder. */
import { UserError } from '../errors.ts';
import { shown } from '../questions/text.ts';
import { summarise } from '../reconcile/change-set.ts';
import { unifiedDiff } from '../reconcile/unified-diff.ts';
import { answersText, nextText, progressText } from '../report.ts';
import { commit, type Prepared, prepareScaffold } from '../scaffold.ts';
import type { Arguments } from './args.ts';
import type { Shell } from './main.ts';
import { INTERRUPTED, terminalAsk } from './prompt.ts';

/** From this size on a copy shows its progress, in bytes. */
const PROGRESS_FROM = 64_000_000;

/**
 * Asks, decides, writes.
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
export async function runScaffold(args: Arguments, shell: Shell): Promise<number> {
  const [directory, ...more] = args.positionals;
  if (more.length > 0) {
    throw new UserError(
      `${args.positionals.length} directories were given (${args.positionals.map(shown).join(', ')}); give one`,
    );
  }
  const say = args.common.json ? shell.err : shell.out;
  const prepared = await prepareScaffold({
    cwd: shell.cwd,
    directory: directory ?? null,
    given: args.given,
    ask: shell.interactive && !args.common.yes ? terminalAsk() : null,
    allowDangerousModel: args.common['allow-dangerous-model'],
  });
  say(answersText(prepared));
  for (const warning of prepared.warnings) shell.err(`note: ${warning}\n`);
  if (args.common['dry-run']) {
    say(unifiedDiff(prepared.changes));
  } else {
    await write(prepared, shell);
    say(`\nWrote ${shown(prepared.root)}\n${nextText(prepared, shell.cwd)}`);
  }
  if (args.common.json) {
    const { root, config, warnings } = prepared;
    const written = !args.common['dry-run'];
    shell.out(
      `${JSON.stringify({ root, written, config, changes: summarise(prepared.changes), warnings })}\n`,
    );
  }
  return 0;
}

/** Applies what was decided; Ctrl-C meanwhile leaves nothing behind. */
async function write(prepared: Prepared, shell: Shell): Promise<void> {
  const abort = new AbortController();
  const stop = () => abort.abort(new UserError('stopped; nothing was written', INTERRUPTED));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let drawn = false;
  try {
    await commit(prepared, {
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
