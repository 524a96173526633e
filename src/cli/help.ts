/** The texts of `--help` and `--version`. */

import { packageVersion } from '../core/package.ts';
import { QUESTIONS } from '../questions/table.ts';
import { COMMON_FLAGS, type Command, type CommandFlag } from './command.ts';
import { COMMANDS } from './command-table.ts';

/** The help of a command; that of the scaffold lists the other commands, too. */
export function helpText(command: Command): string {
  const answers = QUESTIONS.map(({ flag, argument, help }) => row(`--${flag} ${argument}`, help));
  const whole = command.name === 'scaffold';
  return [
    ...(whole ? ['Makes a working Docker image from a trained model.', ''] : []),
    'Usage:',
    ...(whole ? COMMANDS : [command]).map(({ usage, help }) => row(usage, help)),
    '',
    ...(command.answers
      ? [whole ? 'Answers (asked for if not given):' : 'Answers to change:', ...answers, '']
      : []),
    ...(command.flags.length > 0
      ? ['Flags of this command:', ...command.flags.map(flagRow), '']
      : []),
    'Flags of every command:',
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
