/** `ml-image regenerate`: renders again after the answers changed. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { applyChange } from '../apply-change.ts';
import { type Command, TRUST } from '../command.ts';

export const regenerate: Command = {
  name: 'regenerate',
  usage: 'ml-image regenerate',
  help: 'render again after the answers changed, by flag or in .yo-rc.json',
  answers: true,
  flags: [
    { flag: 'check', help: 'say whether the folder is what its answers give; write nothing' },
    {
      flag: 'restore',
      argument: 'PATH',
      help: 'bring back a generated file that was deleted, or all below a folder',
    },
    TRUST,
  ],
  async run(args, terminal) {
    const [first] = args.positionals;
    if (first !== undefined) {
      throw new UserError(`regenerate takes no '${shown(first)}'`, {
        hint: 'give what changes by flag, as in ml-image regenerate --name other',
      });
    }
    const { restore = [] } = args.values;
    return applyChange(args, terminal, { given: args.given, restore: [...restore] });
  },
};
