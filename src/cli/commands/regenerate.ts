/** `ml-image regenerate`: renders the folder again after its answers changed. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { applyChange } from '../apply-change.ts';
import { type Arguments, type Command, type CommandFlag, TRUST } from '../command.ts';
import type { Terminal } from '../terminal.ts';

const FLAGS = [
  { flag: 'check', help: 'check whether the folder matches its answers; write nothing' },
  {
    flag: 'restore',
    argument: 'PATH',
    help: 'restore a deleted generated file, or all of them below a folder',
  },
  TRUST,
] as const satisfies CommandFlag[];

export const regenerate = {
  name: 'regenerate',
  usage: 'ml-image regenerate',
  help: 'render again after the answers changed, by flag or in .yo-rc.json',
  answers: true,
  flags: FLAGS,
  run,
} as const satisfies Command;

async function run(args: Arguments<typeof FLAGS>, terminal: Terminal): Promise<number> {
  const [first] = args.positionals;
  if (first !== undefined) {
    throw new UserError(`regenerate takes no argument ('${shown(first)}')`, {
      hint: 'give what changes by flag, as in ml-image regenerate --name other',
    });
  }
  return applyChange(args, terminal, { given: args.given, restore: [...args.values.restore] });
}
