/** What a command is: its flags and help for the bin, Yeoman and the docs, and its run. */

import type { Given } from '../questions/collect.ts';
import type { Terminal } from './terminal.ts';

interface Flag {
  /** Without the dashes. */
  flag: string;
  short?: string;
  help: string;
}

interface Switch extends Flag {
  argument?: undefined;
}

interface ValueFlag extends Flag {
  /** Placeholder of its value. */
  argument: string;
}

export type CommandFlag = Switch | ValueFlag;

type Flags = readonly CommandFlag[];

export interface Command {
  name: string;
  usage: string;
  help: string;
  /** Whether the answers' flags may be given. */
  answers: boolean;
  flags: Flags;
  /**
   * Runs the command.
   * @returns the exit status
   * @throws UserError if something is wrong; nothing is written then
   */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Flags of every command. */
export const COMMON_FLAGS = [
  { flag: 'yes', short: 'y', help: 'use the defaults, ask nothing' },
  { flag: 'dry-run', help: 'show the diff of what would change; write nothing' },
  { flag: 'json', help: 'print the result as one JSON object to stdout, all else to stderr' },
  { flag: 'help', short: 'h', help: 'show this help' },
  { flag: 'version', help: 'show the version' },
] as const satisfies Flags;

/** All flags of a command, without those of the answers. */
export function flagsOf(command: Command): Flags {
  return [...COMMON_FLAGS, ...command.flags];
}

/** Of commands that read a model. */
export const TRUST = {
  flag: 'allow-dangerous-model',
  help: 'continue although loading the model could run its code',
} as const satisfies CommandFlag;

type SwitchOf<F extends Flags> = Exclude<F[number], { argument: string }>['flag'];
type ValueFlagOf<F extends Flags> = Extract<F[number], { argument: string }>['flag'];

/** A command line as it was given; `F` are the flags of the command. */
export interface Arguments<F extends Flags = Flags> {
  command: Command;
  /** Without the name of the command. */
  positionals: string[];
  /** The command that the first of them nearly is, where it names none. */
  near: string | null;
  /** The answers given by flag. */
  given: Given;
  /** Names of the switches that were given. */
  on: ReadonlySet<SwitchOf<F> | SwitchOf<typeof COMMON_FLAGS>>;
  /** Values of the command's flags; an empty list if a flag was not given. */
  values: Readonly<Record<ValueFlagOf<F>, readonly string[]>>;
}
