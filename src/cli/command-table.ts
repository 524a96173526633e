/** Every command, in the order of `--help`. */
import type { Command } from './command.ts';
import { capture } from './commands/capture.ts';
import { inspect } from './commands/inspect.ts';
import { lock } from './commands/lock.ts';
import { pin } from './commands/pin.ts';
import { pip } from './commands/pip.ts';
import { regenerate } from './commands/regenerate.ts';
import { scaffold } from './commands/scaffold.ts';
import { spec } from './commands/spec.ts';
import { system } from './commands/system.ts';

export const COMMANDS: readonly Command[] = [
  scaffold,
  pip,
  system,
  pin,
  capture,
  lock,
  spec,
  regenerate,
  inspect,
];

/** The command of that name; any other first word is the directory of a scaffold. */
export function commandOf(name: string | undefined): Command {
  return COMMANDS.find((command) => command.name === name && command !== scaffold) ?? scaffold;
}
