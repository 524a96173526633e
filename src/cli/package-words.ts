/** The words behind `ml-image pip` and `system`, as requirements and packages. */
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import { splitList } from '../packages/split-requirements.ts';

/** Verbs of other programs that install, with the flag that stands for them here. */
const VERBS: Readonly<Record<string, string>> = {
  install: '',
  add: '',
  uninstall: '--remove ',
  remove: '--remove ',
};

/**
 * What the words of a command name, a list in one word split.
 * @param files those behind `-r`, which a message repeats
 * @throws UserError where a word is a verb, or an operator apart from its name
 */
export function itemsOfWords(
  key: 'pip' | 'system',
  words: readonly string[],
  files: readonly string[] = [],
): Item[] {
  const [verb = '', ...rest] = words;
  const flag = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  // A package may be called `add`; nobody who gives it alone means the verb.
  if (flag !== undefined && (rest.length + files.length > 0 || /install$/.test(verb))) {
    const named = [...rest.map(quoted), ...files.map((file) => `-r ${quoted(file)}`)].join(' ');
    const example = named || (key === 'pip' ? 'numpy' : 'git');
    throw new UserError(`ml-image ${key} needs no '${verb}'`, {
      hint: `write ml-image ${key} ${flag}${shown(example)}`,
    });
  }
  if (key === 'pip') words.forEach(assertWhole);
  return words.flatMap((word) => splitList(key, word).map((text) => ({ text, place: '' })));
}

/** The shell takes `numpy '>=1'` apart, and a name without its bound means another thing. */
function assertWhole(word: string, at: number, words: readonly string[]): void {
  const before = words[at - 1];
  const operator = /^(?:===?|[~!<>]=|[<>])/.exec(word)?.[0];
  if (operator === undefined || before === undefined) return;
  const version = word === operator ? (words[at + 1] ?? '') : '';
  throw new UserError(`'${shown(word)}' stands apart from its name`, {
    hint: `write both as one word: ml-image pip '${shown(`${before}${word}${version}`)}'`,
  });
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[A-Za-z0-9._/=@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
