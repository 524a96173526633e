/** `ml-image system`: adds or removes apt or apk packages. */
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';
import { packageRequest } from '../package-request.ts';

export const system = {
  name: 'system',
  usage: 'ml-image system PACKAGE...',
  help: 'add apt or apk packages',
  answers: false,
  flags: [{ flag: 'remove', help: 'remove them instead' }],
  run: async (args, terminal) =>
    applyChange(args, terminal, await packageRequest('system', args, terminal)),
} as const satisfies Command;
