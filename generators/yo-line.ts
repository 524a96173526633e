/**
 * The arguments after `yo`, as they were typed. `yo` 7 reads `1.10` as the number 1.1, the word after a
 * switch as its value, a comma as the end of one generator's arguments, and accepts any flag.
 */

/** Flags of `yo`, its environment and its base generator (`yo --help`); all are switches. */
const FLAGS_OF_YO = [
  'ask',
  'ask-answered',
  'color',
  'debug',
  'force',
  'force-install',
  'insight',
  'local-only',
  'skip-cache',
  'skip-install',
  'skip-local-cache',
  'update-notifier',
].flatMap((flag) => [`--${flag}`, `--no-${flag}`]);

export interface YoLine {
  /** The arguments of this command, without the flags of `yo`. */
  words: string[];
  /** Whether there is a comma, so that `yo` takes what follows for the name of another generator. */
  split: boolean;
}

/**
 * The arguments of the command that `yo` runs, or null if the line does not say: another program runs,
 * another generator was named, or several.
 * @param argv that of the process
 * @param names names of the command's generator
 * @param isGenerator whether `yo` has a generator of that name
 */
export function lineOfYo(
  argv: readonly string[],
  names: readonly string[],
  isGenerator: (name: string) => boolean,
): YoLine | null {
  const [, program, name, ...rest] = argv;
  if (!program || !/[\\/](yo|yo[\\/]lib[\\/]cli\.js)$/.test(program)) return null;
  if (!name || !names.includes(name)) return null;
  const afterCommas = rest.filter((_, at) => rest[at - 1]?.endsWith(','));
  if (afterCommas.some((word) => isGenerator(word.replace(/,$/, '')))) return null;
  return {
    words: rest.filter((word) => word !== '-f' && !FLAGS_OF_YO.includes(word)),
    split: rest.some((word) => word.endsWith(',')),
  };
}
