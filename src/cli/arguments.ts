/** Reads the command line; every flag comes from the tables of answers and commands. */
import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import { wayForPipOption } from '../packages/pip-options.ts';
import type { Given } from '../questions/collect.ts';
import { QUESTIONS } from '../questions/table.ts';
import { type Arguments, COMMON_FLAGS, type Command } from './command.ts';
import { COMMANDS, commandOf } from './command-table.ts';

/**
 * Parses the arguments after `ml-image`, or behind `yo` and the name of a command.
 * @param through the command, where it is not the first word's affair
 * @throws UserError for a flag that is not known, is another command's, or lacks its value
 */
export function readArguments(argv: string[], through?: Command): Arguments {
  const { values, positionals } = parse(argv, through);
  const command = through ?? commandOf(positionals[0]);
  const own = [...COMMON_FLAGS, ...command.flags];
  assertOwn(Object.keys(values), command);
  const given: Given = {};
  for (const question of QUESTIONS) {
    const texts = values[question.flag] as string[] | undefined;
    if (!texts) continue;
    given[question.key] = question.list || texts.length > 1 ? texts : (texts[0] as string);
  }
  return {
    command,
    positionals: through || command.name === 'scaffold' ? positionals : positionals.slice(1),
    given,
    on: new Set(own.filter(({ flag }) => values[flag] === true).map(({ flag }) => flag)),
    values: Object.fromEntries(
      command.flags
        .filter(({ argument }) => argument !== undefined)
        .map(({ flag }) => [flag, (values[flag] as string[] | undefined) ?? []]),
    ),
  };
}

function parse(argv: string[], through?: Command) {
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: true; short?: string }> =
    {};
  for (const { flag } of QUESTIONS) options[flag] = { type: 'string', multiple: true };
  for (const { flag, short, argument } of [
    ...COMMON_FLAGS,
    ...COMMANDS.flatMap((command) => command.flags),
  ]) {
    options[flag] = {
      ...(argument === undefined ? { type: 'boolean' } : { type: 'string', multiple: true }),
      ...(short === undefined ? {} : { short }),
    };
  }
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    // What was not understood names no command for sure: its first word is as good as it gets.
    const command = through ?? commandOf(argv.find((word) => !word.startsWith('-')));
    throw explained(error as NodeJS.ErrnoException, command);
  }
}

function assertOwn(given: string[], command: Command): void {
  const flags = flagsOf(command);
  const foreign = given.find((flag) => !flags.includes(flag));
  if (foreign === undefined) return;
  assertNoPipOption(`--${foreign}`, command);
  const others = COMMANDS.filter(
    (other) =>
      other.flags.some(({ flag }) => flag === foreign) ||
      (other.answers && answerFlags().includes(foreign)),
  );
  throw new UserError(
    `--${foreign} is no flag of '${command.usage}'; it goes with ${others.map(({ usage }) => `'${usage}'`).join(' and ')}`,
  );
}

/** Every flag that may be given with a command. */
function flagsOf(command: Command): string[] {
  const own = [...COMMON_FLAGS, ...command.flags].map(({ flag }) => flag);
  return command.answers ? [...own, ...answerFlags()] : own;
}

function answerFlags(): string[] {
  return QUESTIONS.map(({ flag }) => flag);
}

/** Who adds a requirement writes what pip takes; each option that means something has its own way here. */
function assertNoPipOption(option: string, command: Command): void {
  const way = command.name === 'pip' ? wayForPipOption(option) : null;
  if (way !== null)
    throw new UserError(`${option} is an option of pip, and no flag here`, { hint: `${way}` });
}

/** node:util's errors, each as one line that says what would work. */
function explained(error: NodeJS.ErrnoException, command: Command): Error {
  const known = flagsOf(command);
  const option = /'(?:-\w, )?(-[^'\s]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    assertNoPipOption(option, command);
    const near = nearest(option.replace(/^-+/, ''), known);
    return new UserError(
      `${shown(option)} is no flag of ml-image${near ? `; did you mean --${near}?` : '; see ml-image --help'}`,
    );
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return /does not take an argument/.test(error.message)
      ? new UserError(`${shown(option)} takes no value`, { hint: `give it alone` })
      : new UserError(`${shown(option)} needs a value`, {
          hint: `write ${shown(option)}=VALUE, also where the value starts with a dash`,
        });
  }
  return error;
}
