/**
 * What a person typed behind `yo`, as it was typed. `yo` 7 takes `1.10` for the number 1.1, the word
 * behind a switch for its value, a comma for the end of one generator's arguments, and any flag.
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
  /** The arguments of this command, `yo`'s own flags left out. */
  words: string[];
  /** `yo` saw a comma, and will take what follows it for the name of another generator. */
  split: boolean;
}

/**
 * The arguments of the command that `yo` runs now, or null where they cannot be told from the line: the
 * program is another one, it was asked for another generator, or for several.
 * @param argv that of the process
 * @param names what the command is called by
 * @param isGenerator whether `yo` knows a generator of that name
 */
export function lineOfYo(
  argv: readonly string[],
  names: readonly string[],
  isGenerator: (name: string) => boolean,
): YoLine | null {
  const [, program, name, ...rest] = argv;
  if (!program || !/[\\/](yo|yo[\\/]lib[\\/]cli\.js)$/.test(program)) return null;
  if (!name || !names.includes(name)) return null;
  const behindCommas = rest.filter((_, at) => rest[at - 1]?.endsWith(','));
  if (behindCommas.some((word) => isGenerator(word.replace(/,$/, '')))) return null;
  return {
    words: rest.filter((word) => word !== '-f' && !FLAGS_OF_YO.includes(word)),
    split: rest.some((word) => word.endsWith(',')),
  };
}
