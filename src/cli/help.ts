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
    ...(whole ? ['Start with:  ml-image path/to/model', ''] : []),
  ].join('\n');
}

function flagRow({ flag, short, argument, help }: CommandFlag): string {
  const name = `${short ? `-${short}, ` : ''}--${flag}${argument ? ` ${argument}` : ''}`;
  return row(name, help);
}

/** Columns of the widest terminal that everybody has, and where the right side of a row begins. */
const WIDTH = 80;
const RIGHT = 32;

/** A flag or usage with its help beside it, or below it where it is long. */
function row(left: string, right: string): string {
  const texts = filled(right, WIDTH - RIGHT, /(?<= )/);
  const names = filled(left, WIDTH - 4, /(?<=[ |])/);
  const beside = left.length <= RIGHT - 4 ? `${left.padEnd(RIGHT - 2)}${texts.shift()}` : null;
  return [
    `  ${beside ?? names.join('\n    ')}`,
    ...texts.map((text) => `${' '.repeat(RIGHT)}${text}`),
  ].join('\n');
}

/** A text in lines of at most so many characters, broken between its parts. */
function filled(text: string, width: number, between: RegExp): string[] {
  const lines = [''];
  for (const part of text.split(between)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && (last + part).trimEnd().length > width) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines.map((line) => line.trimEnd());
}

/** The line of `--version`. */
export function versionText(): string {
  return `${packageVersion()}\n`;
}
