/** `ml-image [directory]`: a new image folder. */
import { UserError } from '../errors.ts';
import { shown } from '../questions/text.ts';
import { summarise } from '../reconcile/change-set.ts';
import { unifiedDiff } from '../reconcile/unified-diff.ts';
import { answersText, nextText } from '../report.ts';
import { prepareScaffold } from '../scaffold.ts';
import type { Arguments } from './args.ts';
import { commitHere } from './commit.ts';
import type { Shell } from './main.ts';
import { terminalAsk } from './prompt.ts';

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
  const say = args.on.has('json') ? shell.err : shell.out;
  const prepared = await prepareScaffold({
    cwd: shell.cwd,
    directory: directory ?? null,
    given: args.given,
    ask: shell.interactive && !args.on.has('yes') ? terminalAsk() : null,
    readOnly: args.on.has('dry-run'),
    allowDangerousModel: args.on.has('allow-dangerous-model'),
  });
  say(answersText(prepared));
  for (const warning of prepared.warnings) shell.err(`note: ${warning}\n`);
  if (args.on.has('dry-run')) {
    say(unifiedDiff(prepared.changes));
  } else {
    await commitHere(prepared, shell);
    say(`\nWrote ${shown(prepared.root)}\n${nextText(prepared, shell.cwd)}`);
  }
  if (args.on.has('json')) {
    const { root, config, warnings } = prepared;
    const written = !args.on.has('dry-run');
    shell.out(
      `${JSON.stringify({ root, written, config, changes: summarise(prepared.changes), warnings })}\n`,
    );
  }
  return 0;
}
