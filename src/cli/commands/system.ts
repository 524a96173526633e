/** `ml-image system`: apt or apk packages. */
import { applyChange } from '../apply-change.ts';
import type { Command } from '../command.ts';
import { changedPackages } from '../packages.ts';

export const system: Command = {
  name: 'system',
  usage: 'ml-image system PACKAGE...',
  help: 'add apt or apk packages',
  answers: false,
  flags: [{ flag: 'remove', help: 'take them out instead' }],
  run: async (args, terminal) =>
    applyChange(args, terminal, await changedPackages('system', args, terminal)),
};
