/** `ml-image pip`: adds or removes Python requirements. */
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';
import { packageRequest } from '../package-request.ts';

export const pip = {
  name: 'pip',
  usage: 'ml-image pip REQUIREMENT...',
  help: 'add Python requirements',
  answers: false,
  flags: [
    { flag: 'remove', help: 'remove them instead' },
    { flag: 'requirement', short: 'r', argument: 'FILE', help: 'add the requirements of a file' },
  ],
  run: async (args, terminal) =>
    applyChange(args, terminal, await packageRequest('pip', args, terminal)),
} as const satisfies Command;
