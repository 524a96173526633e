/** `ml-image [MODEL] [DIRECTORY]`: creates a new image folder. */

import { summarise } from '../../core/change-set.ts';
import { shown } from '../../core/text.ts';
import { unifiedDiff } from '../../merge/unified-diff.ts';
import { prepareScaffold } from '../../pipeline/scaffold.ts';
import { type Arguments, type Command, type CommandFlag, TRUST } from '../command.ts';
import { answersText, modelText, nextText, painted } from '../report.ts';
import { readPlaces } from '../scaffold-places.ts';
import { printNote, type Terminal } from '../terminal.ts';

const FLAGS = [
  {
    flag: 'input',
    argument: 'NAME:TYPE:EXTENSION',
    help: "name and file type of the model's input, or of its next one: scan:volume:.nii.gz",
  },
  {
    flag: 'output',
    argument: 'NAME:TYPE:EXTENSION',
    help: 'the same of an output: mask:segmentation:.nii.gz',
  },
  {
    flag: 'code',
    argument: 'PATH',
    help: 'a module, a package or a data file of your own, copied into src/ (repeatable)',
  },
  TRUST,
] as const satisfies CommandFlag[];

export const scaffold = {
  name: 'scaffold',
  usage: 'ml-image [MODEL] [DIRECTORY]',
  help: 'ask, then create a new image folder (./NAME)',
  answers: true,
  flags: FLAGS,
  run,
} as const satisfies Command;

/**
 * Asks for the answers that were not given, and writes the folder.
 * @returns the exit status
 * @throws UserError if something is wrong; nothing is written then
 */
async function run(args: Arguments<typeof FLAGS>, terminal: Terminal): Promise<number> {
  const { cwd } = terminal;
  const hasModel = args.given.model !== undefined;
  const { model, directory } = readPlaces(args.positionals, cwd, hasModel, args.near);
  const say = args.on.has('json') ? terminal.err : terminal.out;
  const paint = terminal.colour && say === terminal.out ? painted : undefined;
  const prepared = await prepareScaffold({
    cwd,
    directory,
    given: model === null ? args.given : { ...args.given, model },
    // With --json, a program reads stdout, where the questions would be.
    ask: args.on.has('yes') || args.on.has('json') ? null : terminal.ask,
    declared: { inputs: args.values.input, outputs: args.values.output },
    code: args.values.code,
    onModel: (facts) => say(modelText(facts), paint),
    readOnly: args.on.has('dry-run'),
    allowDangerousModel: args.on.has('allow-dangerous-model'),
  });
  // Whoever was asked has seen them.
  if (!prepared.origins.some(({ origin }) => origin === 'prompt')) say(answersText(prepared));
  for (const warning of prepared.warnings) printNote(terminal, warning);
  if (args.on.has('dry-run')) {
    say(unifiedDiff(prepared.changes));
  } else {
    await terminal.commit(prepared);
    say(`\nWrote ${shown(prepared.root)}\n${nextText(prepared, cwd)}`, paint);
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
