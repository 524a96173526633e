/** `ml-image [DIRECTORY]`: creates a new image folder. */

import { summarise } from '../../core/change-set.ts';
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { unifiedDiff } from '../../merge/unified-diff.ts';
import { prepareScaffold } from '../../pipeline/scaffold.ts';
import { type Arguments, type Command, TRUST } from '../command.ts';
import { answersText, nextText } from '../report.ts';
import { printNote, type Terminal } from '../terminal.ts';

export const scaffold = {
  name: 'scaffold',
  usage: 'ml-image [DIRECTORY]',
  help: 'ask, then create a new image folder (default: ./NAME)',
  answers: true,
  flags: [TRUST],
  run,
} as const satisfies Command;

/**
 * Asks for the answers that were not given, and writes the folder.
 * @returns the exit status
 * @throws UserError if something is wrong; nothing is written then
 */
async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const [directory, ...more] = args.positionals;
  if (more.length > 0) {
    throw new UserError(
      `${args.positionals.length} directories were given (${args.positionals.map(shown).join(', ')})`,
      { hint: 'give one' },
    );
  }
  const say = args.on.has('json') ? terminal.err : terminal.out;
  const prepared = await prepareScaffold({
    cwd: terminal.cwd,
    directory: directory ?? null,
    given: args.given,
    // With --json, a program reads stdout, where the questions would be.
    ask: args.on.has('yes') || args.on.has('json') ? null : terminal.ask,
    readOnly: args.on.has('dry-run'),
    allowDangerousModel: args.on.has('allow-dangerous-model'),
  });
  say(answersText(prepared));
  for (const warning of prepared.warnings) printNote(terminal, warning);
  if (args.on.has('dry-run')) {
    say(unifiedDiff(prepared.changes));
  } else {
    await terminal.commit(prepared);
    say(`\nWrote ${shown(prepared.root)}\n${nextText(prepared, terminal.cwd)}`);
  }
  if (args.on.has('json')) {
    const { root, config, warnings } = prepared;
    const written = !args.on.has('dry-run');
    terminal.out(
      `${JSON.stringify({ root, written, config, changes: summarise(prepared.changes), warnings })}\n`,
    );
  }
  return 0;
}
