/** The text of `ml-image --help` and of each command's. */

import { packageVersion } from '../core/package.ts';
import { QUESTIONS } from '../questions/table.ts';
import { COMMON_FLAGS, type Command, type CommandFlag } from './command.ts';
import { COMMANDS } from './command-table.ts';

/** The help of a command, its flags read off the tables. The scaffold's help lists the others too. */
export function helpText(command: Command): string {
  const answers = QUESTIONS.map(({ flag, argument, help }) => row(`--${flag} ${argument}`, help));
  const whole = command.name === 'scaffold';
  return [
    ...(whole ? ['From a trained model to a working Docker image.', ''] : []),
    'Usage:',
    ...(whole ? COMMANDS : [command]).map(({ usage, help }) => row(usage, help)),
    '',
    ...(command.answers
      ? [
          whole ? 'Answers (each is asked for where it is not given):' : 'Answers to change:',
          ...answers,
          '',
        ]
      : []),
    ...(command.flags.length > 0 ? ['Of this command:', ...command.flags.map(flagRow), ''] : []),
    'On every command:',
    ...COMMON_FLAGS.map(flagRow),
    '',
    ...(whole ? ['Start with:  ml-image --model path/to/model', ''] : []),
  ].join('\n');
}

function flagRow({ flag, short, argument, help }: CommandFlag): string {
  const name = `${short ? `-${short}, ` : ''}--${flag}${argument ? ` ${argument}` : ''}`;
  return row(name, help);
}

function row(left: string, right: string): string {
  return left.length <= 28
    ? `  ${left.padEnd(30)}${right}`
    : `  ${left}\n${' '.repeat(32)}${right}`;
}

/** The line of `--version`. */
export function versionText(): string {
  return `${packageVersion()}\n`;
}
