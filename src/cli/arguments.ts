/** Reads the command line; every flag comes from the tables of answers and commands. */
import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { shown } from '../core/text.ts';
import { hintForPipOption } from '../packages/pip-options.ts';
import type { Given } from '../questions/collect.ts';
import { QUESTIONS } from '../questions/table.ts';
import { type Arguments, type Command, flagsOf } from './command.ts';
import { COMMANDS, commandOf } from './command-table.ts';

/**
 * Parses the arguments after `ml-image`, or after `yo` and the name of a generator.
 * @param fixed the command, if the first word does not name it
 * @throws UserError for a flag that is unknown, belongs to another command, or lacks its value
 */
export function readArguments(argv: string[], fixed?: Command): Arguments {
  const { values, positionals } = parse(argv, fixed);
  const command = fixed ?? commandOf(positionals[0]);
  assertFlagsOf(command, Object.keys(values));
  const given: Given = {};
  for (const question of QUESTIONS) {
    const texts = values[question.flag] as string[] | undefined;
    if (!texts) continue;
    given[question.key] = question.list || texts.length > 1 ? texts : (texts[0] as string);
  }
  const flags = flagsOf(command);
  return {
    command,
    positionals: fixed || command.name === 'scaffold' ? positionals : positionals.slice(1),
    near: nearCommand(command, positionals[0]),
    given,
    on: new Set(flags.filter(({ flag }) => values[flag] === true).map(({ flag }) => flag)),
    values: Object.fromEntries(
      flags
        .filter(({ argument }) => argument !== undefined)
        .map(({ flag }) => [flag, (values[flag] as string[] | undefined) ?? []]),
    ),
  };
}

/** The command that the first word of a scaffold differs from by about one letter, else null. */
export function nearCommand({ name }: Command, word = ''): string | null {
  if (name !== 'scaffold' || !/^[a-z]+$/i.test(word)) return null;
  const names = COMMANDS.map((command) => command.name).filter((other) => other !== name);
  const near = nearest(word.toLowerCase(), names);
  return near !== null && Math.abs(near.length - word.length) <= 1 ? near : null;
}

function parse(argv: string[], fixed?: Command) {
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: true; short?: string }> =
    {};
  for (const { flag } of QUESTIONS) options[flag] = { type: 'string', multiple: true };
  for (const { flag, short, argument } of COMMANDS.flatMap(flagsOf)) {
    options[flag] = {
      ...(argument === undefined ? { type: 'boolean' } : { type: 'string', multiple: true }),
      ...(short === undefined ? {} : { short }),
    };
  }
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    // The line could not be parsed, so the first word without a dash is the best guess.
    const command = fixed ?? commandOf(argv.find((word) => !word.startsWith('-')));
    throw parseError(error as NodeJS.ErrnoException, command);
  }
}

/** @throws UserError for a flag of another command */
function assertFlagsOf(command: Command, given: string[]): void {
  const flags = flagNames(command);
  const foreign = given.find((flag) => !flags.includes(flag));
  if (foreign === undefined) return;
  assertNoPipOption(`--${foreign}`, command);
  const usages = COMMANDS.filter((other) => flagNames(other).includes(foreign)).map(
    ({ usage }) => `'${usage}'`,
  );
  throw new UserError(`--${foreign} is not a flag of '${command.usage}'`, {
    hint: `it belongs to ${usages.join(' and ')}`,
  });
}

/** Names of the flags that may be given with a command, those of the answers among them. */
function flagNames(command: Command): string[] {
  const answers = command.answers ? QUESTIONS : [];
  return [...flagsOf(command), ...answers].map(({ flag }) => flag);
}

/** @throws UserError for an option of pip, with what replaces it here */
function assertNoPipOption(option: string, command: Command): void {
  const hint = command.name === 'pip' ? hintForPipOption(option) : null;
  if (hint === null) return;
  throw new UserError(`${option} is an option of pip, and not a flag of ml-image`, { hint });
}

/** An error of node:util's parseArgs as a UserError with a hint. */
function parseError(error: NodeJS.ErrnoException, command: Command): Error {
  const option = /'(?:-\w, )?(-[^'\s]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    assertNoPipOption(option, command);
    const near = nearest(option.replace(/^-+/, ''), flagNames(command));
    return new UserError(`${shown(option)} is not a flag of ml-image`, {
      hint: near ? `did you mean --${near}?` : 'see ml-image --help',
    });
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return /does not take an argument/.test(error.message)
      ? new UserError(`${shown(option)} takes no value`, { hint: 'give it alone' })
      : new UserError(`${shown(option)} needs a value`, {
          hint: `write ${shown(option)}=VALUE, also if the value starts with a dash`,
        });
  }
  return error;
}
