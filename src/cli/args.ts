/** Reads the command line; the flags of the answers come from the table. */
import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import type { Given } from '../questions/collect.ts';
import { QUESTIONS } from '../questions/table.ts';
import { shown } from '../questions/text.ts';

/** Flags that every command has, beside those of the answers. */
export const COMMON_FLAGS = [
  { flag: 'yes', help: 'take the defaults, ask nothing' },
  { flag: 'dry-run', help: 'show what would be written; write nothing' },
  { flag: 'json', help: 'the result as one JSON object on stdout, all else on stderr' },
  {
    flag: 'allow-dangerous-model',
    help: 'go on although loading the model would run its own code',
  },
  { flag: 'help', help: 'show this help' },
  { flag: 'version', help: 'show the version' },
] as const;

type CommonFlag = (typeof COMMON_FLAGS)[number]['flag'];

export interface Arguments {
  positionals: string[];
  given: Given;
  common: Record<CommonFlag, boolean>;
}

/**
 * Parses the arguments after `ml-image`.
 * @throws UserError for a flag that is not known, lacks its value or has one too many
 */
export function readArguments(argv: string[]): Arguments {
  const parsed = parse(argv);
  const given: Given = {};
  for (const question of QUESTIONS) {
    const values = parsed.values[question.flag] as string[] | undefined;
    if (!values) continue;
    given[question.key] = question.list || values.length > 1 ? values : (values[0] as string);
  }
  const common = Object.fromEntries(
    COMMON_FLAGS.map(({ flag }) => [flag, parsed.values[flag] === true]),
  ) as Record<CommonFlag, boolean>;
  return { positionals: parsed.positionals, given, common };
}

function parse(argv: string[]) {
  const options: Record<
    string,
    { type: 'string' | 'boolean'; multiple?: boolean; short?: string }
  > = { ...SHORT };
  for (const { flag } of QUESTIONS) options[flag] = { type: 'string', multiple: true };
  for (const { flag } of COMMON_FLAGS) options[flag] = { ...options[flag], type: 'boolean' };
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

const SHORT = {
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** node:util's errors, each as one line that says what would work. */
function explained(error: NodeJS.ErrnoException, known: string[]): Error {
  const option = /'(?:-\w, )?(-[^'\s]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(option.replace(/^-+/, ''), known);
    return new UserError(
      `${shown(option)} is no flag of ml-image${near ? `; did you mean --${near}?` : '; see ml-image --help'}`,
    );
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return /does not take an argument/.test(error.message)
      ? new UserError(`${shown(option)} takes no value; give it alone`)
      : new UserError(
          `${shown(option)} needs a value; write ${shown(option)}=VALUE, also where the value starts with a dash`,
        );
  }
  return error;
}

/** The known word that shares most of its letters' pairs with the given one, or null. */
function nearest(word: string, known: string[]): string | null {
  const pairs = (text: string) => new Set([...text].slice(1).map((c, i) => text[i] + c));
  const mine = pairs(word);
  const scored = known.map((candidate) => {
    const theirs = pairs(candidate);
    const both = [...mine].filter((pair) => theirs.has(pair)).length;
    return { candidate, score: (2 * both) / (mine.size + theirs.size || 1) };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= 0.5 ? best.candidate : null;
}
