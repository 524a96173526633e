/** `ml-image pin`: the base image's digest. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';

export const pin: Command = {
  name: 'pin',
  usage: 'ml-image pin',
  help: "write the base image's digest beside its tag, asked of its registry",
  answers: false,
  flags: [{ flag: 'remove', help: 'take the digest out instead' }],
  async run(args, terminal) {
    const [first] = args.positionals;
    if (first !== undefined) {
      throw new UserError(
        `pin takes no '${shown(first)}'; it pins the base image of the answers, which ml-image regenerate --base-image changes`,
      );
    }
    return applyChange(args, terminal, { pin: args.on.has('remove') ? 'remove' : 'renew' });
  },
};
