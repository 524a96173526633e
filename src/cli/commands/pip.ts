/** `ml-image pip`: Python requirements. */
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';
import { changedPackages } from '../packages.ts';

export const pip: Command = {
  name: 'pip',
  usage: 'ml-image pip REQUIREMENT...',
  help: 'add Python requirements',
  answers: false,
  flags: [
    { flag: 'remove', help: 'take them out instead' },
    { flag: 'requirement', short: 'r', argument: 'FILE', help: 'take over the lines of a file' },
  ],
  run: async (args, terminal) =>
    applyChange(args, terminal, await changedPackages('pip', args, terminal)),
};
