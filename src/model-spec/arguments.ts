/**
 * The arguments of a specification's image, in order, as templates/runner reads them. The writers for
 * other runners (boutiques.ts, cwl.ts) use them.
 */
import { isRecord } from '../core/record.ts';
import { shownJson } from '../core/text.ts';
import type { ModelSpec } from '../core/types.ts';
import { type ParamType, paramType } from './param-type.ts';
import { refuse } from './refusal.ts';

/** The flag before a value on the command line. */
export interface Flag {
  /** `--input`, or any other text. */
  word: string;
  /** Between it and its value: `=` in the same word, or a blank, which makes two words. */
  separator: '=' | ' ';
}

interface Common {
  /** Letters, digits and underscores. */
  key: string;
  /** For people; never empty. */
  title: string;
  description: string;
  /** Null for a positional value. */
  flag: Flag | null;
}

/** An input or output: its value is the path of a file. */
export interface FileArgument extends Common {
  section: 'inputs' | 'outputs';
  status: 'required' | 'suggested' | 'optional';
  /** The end of the file's name: letters, digits, `.`, `_`, `-`; may be empty. */
  extension: string;
}

/** A param: its value is text of the param's type. */
export interface ParamArgument extends Common {
  section: 'params';
  type: ParamType;
  /** It must be given, as it has no default. */
  required: boolean;
}

export type Argument = FileArgument | ParamArgument;

/** Whether an argument is an output. */
export function isOutput(argument: Argument): argument is FileArgument {
  return argument.section === 'outputs';
}

/** The file name of an output, for ABLInfer and other runners. */
export function fileNameOf({ key, extension }: FileArgument): string {
  return `${key}${extension}`;
}

/**
 * The arguments in the order of the image's command line.
 * A user may have edited the specification, so its fields are checked.
 * @throws UserError if another runner could not pass an argument to the image
 */
export function argumentsOf(spec: ModelSpec): Argument[] {
  const all = [
    ...entries(spec, 'inputs').map(([key, raw]) => fileArgument('inputs', key, raw)),
    ...entries(spec, 'params').map(([key, raw]) => paramArgument(key, raw)),
    ...entries(spec, 'outputs').map(([key, raw]) => fileArgument('outputs', key, raw)),
  ];
  const ordered = inOrder(all, spec.order);
  refuseGaps(ordered);
  return ordered;
}

type Raw = Record<string, unknown>;

function entries(spec: ModelSpec, section: Argument['section']): [string, Raw][] {
  const value: unknown = spec[section] ?? {};
  if (!isRecord(value)) refuse(section, 'is not an object');
  return Object.entries(value).map(([key, raw]) => {
    if (!/^[A-Za-z0-9_]+$/.test(key)) {
      refuse(
        `${section}.${shownJson(key)}`,
        'has a name with characters other than letters, digits and _',
      );
    }
    if (!isRecord(raw)) refuse(`${section}.${key}`, 'is not an object');
    return [key, raw];
  });
}

function common(section: string, key: string, raw: Raw): Common {
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  return {
    key,
    title: text(raw.name) || key,
    description: text(raw.description),
    flag: flagOf(`${section}.${key}`, raw.flag ?? `--${key}=`),
  };
}

function flagOf(where: string, value: unknown): Flag | null {
  if (typeof value !== 'string' || /\p{Cc}/u.test(value)) {
    refuse(where, `has the flag ${shownJson(value)}, which is not a string of one line`);
  }
  if (value === '') return null;
  const separator = value.endsWith('=') ? '=' : ' ';
  const word = separator === '=' ? value.slice(0, -1) : value;
  if (word === '') refuse(where, 'has the flag "=", which has no name');
  return { word, separator };
}

function fileArgument(section: 'inputs' | 'outputs', key: string, raw: Raw): FileArgument {
  const where = `${section}.${key}`;
  const { status = 'required', extension = '' } = raw;
  if (status !== 'required' && status !== 'suggested' && status !== 'optional') {
    refuse(where, `has the status ${shownJson(status)}, not required, suggested or optional`);
  }
  // Other runners use the file's name as a pattern, in which * or $ would have a meaning.
  if (typeof extension !== 'string' || !/^[A-Za-z0-9._-]*$/.test(extension)) {
    refuse(where, `has the extension ${shownJson(extension)}, which is not like ".nii.gz"`);
  }
  return { ...common(section, key, raw), section, status, extension };
}

function paramArgument(key: string, raw: Raw): ParamArgument {
  const where = `params.${key}`;
  const type = paramType(where, raw);
  const argument = common('params', key, raw);
  if (type.kind === 'bool' && !argument.flag) {
    refuse(where, 'is a bool without a flag');
  }
  const required = type.kind !== 'bool' && !('default' in raw);
  return { ...argument, section: 'params', type, required };
}

/** In the specification's order, else by name, as ABLInfer does. */
function inOrder(all: Argument[], order: unknown): Argument[] {
  const byKey = new Map(all.map((argument) => [argument.key, argument]));
  const keys: unknown[] =
    Array.isArray(order) && order.length > 0 ? order : [...byKey.keys()].sort();
  const found = keys.map((key) => byKey.get(key as string));
  const once = new Set(found).size === all.length && found.length === all.length;
  if (byKey.size < all.length || !once || found.includes(undefined)) {
    refuse('order', 'does not list each input, param and output once, or names are not unique');
  }
  return found as Argument[];
}

/**
 * Refuses an optional positional value before another one. If one is left out, the image assumes it
 * was the last optional one, so only that can be left out.
 */
function refuseGaps(ordered: Argument[]): void {
  const empties = ordered.filter((argument) => !argument.flag && mayStayEmpty(argument));
  const gap = empties.find((argument, at) => isLeftOut(argument) && at < empties.length - 1);
  if (!gap) return;
  refuse(
    `${gap.section}.${gap.key}`,
    'is optional and has no flag, and optional values without a flag that follow would take its place',
  );
}

function mayStayEmpty(argument: Argument): boolean {
  return argument.section === 'params' ? !argument.required : argument.status !== 'required';
}

/** Whether another runner may leave it out: it always passes a param with a default. */
function isLeftOut(argument: Argument): boolean {
  if (argument.section !== 'params') return argument.status !== 'required';
  return !argument.required && argument.type.default === undefined;
}

/**
 * The switches with which other runners request optional outputs, by the output's key: `write_KEY`,
 * with underscores appended if that name is taken.
 */
export function switchesOf(all: readonly Argument[]): ReadonlyMap<string, string> {
  const taken = new Set(all.map(({ key }) => key));
  const switches = new Map<string, string>();
  for (const argument of all) {
    if (argument.section !== 'outputs' || argument.status === 'required') continue;
    let name = `write_${argument.key}`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    switches.set(argument.key, name);
  }
  return switches;
}
