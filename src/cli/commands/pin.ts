/** `ml-image pin`: pins the base image by its digest. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';

export const pin = {
  name: 'pin',
  usage: 'ml-image pin',
  help: "write the base image's digest next to its tag, as its registry gives it",
  answers: false,
  flags: [{ flag: 'remove', help: 'remove the digest instead' }],
  async run(args, terminal) {
    const [first] = args.positionals;
    if (first !== undefined) {
      throw new UserError(
        `pin takes no argument ('${shown(first)}'): it pins the base image of the answers`,
        { hint: 'to change that, write ml-image regenerate --base-image IMAGE' },
      );
    }
    return applyChange(args, terminal, { pin: args.on.has('remove') ? 'remove' : 'renew' });
  },
} as const satisfies Command;
