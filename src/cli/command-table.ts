/** The commands and their flags beside the answers' own: one table for the bin, Yeoman and the docs. */

import type { Given } from '../questions/collect.ts';

export type CommandName =
  | 'scaffold'
  | 'pip'
  | 'system'
  | 'pin'
  | 'lock'
  | 'spec'
  | 'capture'
  | 'regenerate'
  | 'inspect';

export interface CommandFlag {
  /** Without the dashes. */
  flag: string;
  short?: string;
  /** Placeholder of its value; absent: it is a switch. */
  argument?: string;
  help: string;
}

export interface Command {
  name: CommandName;
  usage: string;
  help: string;
  /** Whether the answers' flags may be given. */
  answers: boolean;
  flags: readonly CommandFlag[];
}

/** Flags that every command has. */
export const COMMON_FLAGS: readonly CommandFlag[] = [
  { flag: 'yes', short: 'y', help: 'take the defaults, ask nothing' },
  { flag: 'dry-run', help: 'show the diff of what would change; write nothing' },
  { flag: 'json', help: 'the result as one JSON object on stdout, all else on stderr' },
  { flag: 'help', short: 'h', help: 'show this help' },
  { flag: 'version', help: 'show the version' },
];

const TRUST: CommandFlag = {
  flag: 'allow-dangerous-model',
  help: 'go on although loading the model would run its own code',
};

/** A command as a door read it: which one, and all that was given with it. */
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

export const COMMANDS: readonly Command[] = [
  {
    name: 'scaffold',
    usage: 'ml-image [DIRECTORY]',
    help: 'ask, then scaffold a new image folder (default: ./NAME)',
    answers: true,
    flags: [TRUST],
  },
  {
    name: 'pip',
    usage: 'ml-image pip REQUIREMENT...',
    help: 'add Python requirements',
    answers: false,
    flags: [
      { flag: 'remove', help: 'take them out instead' },
      { flag: 'requirement', short: 'r', argument: 'FILE', help: 'take over the lines of a file' },
    ],
  },
  {
    name: 'system',
    usage: 'ml-image system PACKAGE...',
    help: 'add apt or apk packages',
    answers: false,
    flags: [{ flag: 'remove', help: 'take them out instead' }],
  },
  {
    name: 'pin',
    usage: 'ml-image pin',
    help: "write the base image's digest beside its tag, asked of its registry",
    answers: false,
    flags: [{ flag: 'remove', help: 'take the digest out instead' }],
  },
  {
    name: 'capture',
    usage: 'ml-image capture [-- RUN_ARG...]',
    help: 'keep what you install by hand in a shell of the built image',
    answers: false,
    flags: [
      {
        flag: 'engine',
        argument: 'PROGRAM',
        help: 'docker, podman or nerdctl (default: $ENGINE, or the first there is)',
      },
      {
        flag: 'from',
        argument: 'NAME:TAG',
        help: "the image to open (default: the answers' own)",
      },
    ],
  },
  {
    name: 'lock',
    usage: 'ml-image lock',
    help: 'write requirements.lock: every package, each file by its hash',
    answers: false,
    flags: [
      { flag: 'check', help: 'say whether the lock fits; ask nobody, write nothing' },
      { flag: 'remove', help: 'take the lock out instead' },
      { flag: 'upgrade', help: 'take the newest releases, not those that the lock holds already' },
      { flag: 'offline', help: 'take the wheels in wheels/ alone, without a network' },
      {
        flag: 'by',
        argument: 'RESOLVER',
        help: 'uv, pip or engine resolves (default: the first that is there)',
      },
      {
        flag: 'build-args',
        argument: 'ARGS',
        help: "added to the engine's build as they are, where an engine resolves",
      },
    ],
  },
  {
    name: 'spec',
    usage: 'ml-image spec',
    help: 'fill in and change model-spec.json, or say what is still open in it',
    answers: false,
    flags: [
      {
        flag: 'param',
        argument: 'NAME:TYPE=DEFAULT[:RANGE]',
        help: 'add or change a param: threshold:float=0.5:0..1, n:int=3:1.., mode:enum=fast:fast,slow, verbose:bool, title:string=',
      },
      {
        flag: 'input',
        argument: 'NAME:TYPE:EXTENSION[:STATUS]',
        help: 'add or change an input: mask:segmentation:.nii.gz:optional',
      },
      {
        flag: 'output',
        argument: 'NAME:TYPE:EXTENSION[:STATUS]',
        help: 'the same for an output: scores:volume:.csv',
      },
      {
        flag: 'set',
        argument: 'KEY=VALUE',
        help: 'set a field of the model (organ=Brain), or NAME.name, NAME.description or NAME.flag of an input, output or param (input.flag=-i)',
      },
      {
        flag: 'order',
        argument: 'NAMES',
        help: 'the order of the command line: all names, commas between',
      },
      { flag: 'remove', help: 'take out the inputs, outputs and params named behind it' },
      {
        flag: 'check',
        help: 'say every fault of model-spec.json, and where it is not what the folder builds; write nothing',
      },
    ],
  },
  {
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
  },
  {
    name: 'inspect',
    usage: 'ml-image inspect MODEL',
    help: 'print what a model file says',
    answers: false,
    flags: [],
  },
];

/** The command of a name; the first positional that is none of the others is a directory. */
export function commandOf(name: string | undefined): Command {
  const found = COMMANDS.find((command) => command.name === name && name !== 'scaffold');
  return found ?? (COMMANDS[0] as Command);
}
