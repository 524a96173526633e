/** The arguments of `ml-image pip` and `system`, as requirements and packages. */
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import { splitList } from '../packages/split-requirements.ts';

/** Subcommands of other installers, with the flag that replaces them here. */
const VERBS: Readonly<Record<string, string>> = {
  install: '',
  add: '',
  uninstall: '--remove ',
  remove: '--remove ',
};

/**
 * The packages that the arguments name; an argument may be a list.
 * @param files those of `-r`, which a message repeats
 * @throws UserError if an argument is a subcommand of another installer, or only the version of a requirement
 */
export function itemsOfWords(
  key: 'pip' | 'system',
  words: readonly string[],
  files: readonly string[] = [],
): Item[] {
  const [verb = '', ...rest] = words;
  const flag = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  // A package may be called `add`, so that word alone is one.
  if (flag !== undefined && (rest.length + files.length > 0 || /install$/.test(verb))) {
    const named = [
      ...rest.map(shellQuoted),
      ...files.map((file) => `-r ${shellQuoted(file)}`),
    ].join(' ');
    const example = named || (key === 'pip' ? 'numpy' : 'git');
    throw new UserError(`ml-image ${key} needs no '${verb}'`, {
      hint: `write ml-image ${key} ${flag}${shown(example)}`,
    });
  }
  if (key === 'pip') words.forEach(assertWhole);
  return words.flatMap((word) => splitList(key, word).map((text) => ({ text, place: '' })));
}

/** Refuses `numpy '>=1'`, which would be `numpy` without its bound and something that is no name. */
function assertWhole(word: string, at: number, words: readonly string[]): void {
  const before = words[at - 1];
  const operator = /^(?:===?|[~!<>]=|[<>])/.exec(word)?.[0];
  if (operator === undefined || before === undefined) return;
  const version = word === operator ? (words[at + 1] ?? '') : '';
  throw new UserError(`'${shown(word)}' is separate from the name of its package`, {
    hint: `write both as one word: ml-image pip '${shown(`${before}${word}${version}`)}'`,
  });
}

/** A word quoted for a POSIX shell. */
function shellQuoted(word: string): string {
  return /^[A-Za-z0-9._/=@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
