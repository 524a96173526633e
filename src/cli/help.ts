/** The text of `ml-image --help`. */
import { QUESTIONS } from '../questions/table.ts';
import { COMMON_FLAGS } from './args.ts';

/** The help text, its flags read off the table of answers. */
export function helpText(): string {
  const answers = QUESTIONS.map((question) =>
    row(`--${question.flag} ${question.argument}`, question.help),
  );
  const common = COMMON_FLAGS.map(({ flag, help }) => row(`--${flag}`, help));
  return [
    'From a trained model to a working Docker image.',
    '',
    'Usage:',
    row('ml-image [DIRECTORY]', 'ask, then scaffold a new image folder (default: ./NAME)'),
    row('ml-image inspect MODEL', 'print what a model file says'),
    '',
    'Answers (each is asked for where it is not given):',
    ...answers,
    '',
    'On every command:',
    ...common,
    '',
    'Start with:  ml-image --model path/to/model',
    '',
  ].join('\n');
}

function row(left: string, right: string): string {
  return left.length <= 28
    ? `  ${left.padEnd(30)}${right}`
    : `  ${left}\n${' '.repeat(32)}${right}`;
}
