/** What a command is: its flags and help for the bin, Yeoman and the docs, and what it does. */

import type { Given } from '../questions/collect.ts';
import type { Terminal } from './terminal.ts';

export interface CommandFlag {
  /** Without the dashes. */
  flag: string;
  short?: string;
  /** Placeholder of its value; absent: it is a switch. */
  argument?: string;
  help: string;
}

export interface Command {
  name: string;
  usage: string;
  help: string;
  /** Whether the answers' flags may be given. */
  answers: boolean;
  flags: readonly CommandFlag[];
  /**
   * Does what the arguments ask for.
   * @returns the exit status
   * @throws UserError where something is wrong; nothing is written then
   */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Flags that every command has. */
export const COMMON_FLAGS: readonly CommandFlag[] = [
  { flag: 'yes', short: 'y', help: 'take the defaults, ask nothing' },
  { flag: 'dry-run', help: 'show the diff of what would change; write nothing' },
  { flag: 'json', help: 'the result as one JSON object on stdout, all else on stderr' },
  { flag: 'help', short: 'h', help: 'show this help' },
  { flag: 'version', help: 'show the version' },
];

/** Of commands that read a model. */
export const TRUST: CommandFlag = {
  flag: 'allow-dangerous-model',
  help: 'go on although loading the model would run its own code',
};

/** A command as it was given: which one, and all that was given with it. */
export interface Arguments {
  command: Command;
  /** Without the command's own name. */
  positionals: string[];
  given: Given;
  /** Switches that were given, by name. */
  on: ReadonlySet<string>;
  /** Values of the command's own flags. */
  values: Readonly<Record<string, readonly string[]>>;
}
