/**
 * The arguments that a specification's image takes, in their order: what the writers for other
 * runners (boutiques.ts, cwl.ts) go by. It says of a specification what templates/runner makes of it.
 */
import { isRecord } from '../core/record.ts';
import { shownJson } from '../core/text.ts';
import type { ModelSpec } from '../core/types.ts';
import { type ParamType, paramType } from './param-type.ts';
import { refuse } from './refusal.ts';

/** What stands before a value on the command line. */
export interface Flag {
  /** `--input`, or any other text. */
  word: string;
  /** What comes between it and its value: `=` in the same word, or a blank and so a word of its own. */
  separator: '=' | ' ';
}

interface Common {
  /** Letters, digits and underscores. */
  key: string;
  /** For reading, never empty. */
  title: string;
  description: string;
  /** null: the value stands alone, known by its place. */
  flag: Flag | null;
}

/** An input or output: its value is the path of a file. */
export interface FileArgument extends Common {
  section: 'inputs' | 'outputs';
  status: 'required' | 'suggested' | 'optional';
  /** What the file's name ends with: letters, digits, `.`, `_`, `-`; may be empty. */
  extension: string;
}

/** A param: its value is text of a type. */
export interface ParamArgument extends Common {
  section: 'params';
  type: ParamType;
  /** It has to be given, since it has no default. */
  required: boolean;
}

export type Argument = FileArgument | ParamArgument;

/** Whether an argument is an output's path. */
export function isOutput(argument: Argument): argument is FileArgument {
  return argument.section === 'outputs';
}

/** The file name under which ABLInfer keeps an output, and other runners find it. */
export function fileNameOf({ key, extension }: FileArgument): string {
  return `${key}${extension}`;
}

/**
 * The arguments in the order in which the image's command line takes them.
 * The specification may come from a person's disk, so its fields are looked at, not trusted.
 * @throws UserError where another runner could not give an argument as the image wants it
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
  if (!isRecord(value)) refuse(section, 'is no object');
  return Object.entries(value).map(([key, raw]) => {
    if (!/^[A-Za-z0-9_]+$/.test(key)) {
      refuse(
        `${section}.${shownJson(key)}`,
        'has a name with other signs than letters, digits and _',
      );
    }
    if (!isRecord(raw)) refuse(`${section}.${key}`, 'is no object');
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
    refuse(where, `has the flag ${shownJson(value)}, which is no text on one line`);
  }
  if (value === '') return null;
  const separator = value.endsWith('=') ? '=' : ' ';
  const word = separator === '=' ? value.slice(0, -1) : value;
  if (word === '') refuse(where, 'has the flag "=", which names nothing');
  return { word, separator };
}

function fileArgument(section: 'inputs' | 'outputs', key: string, raw: Raw): FileArgument {
  const where = `${section}.${key}`;
  const { status = 'required', extension = '' } = raw;
  if (status !== 'required' && status !== 'suggested' && status !== 'optional') {
    refuse(where, `has the status ${shownJson(status)}, not required, suggested or optional`);
  }
  // A file's name becomes a pattern there, in which * or $ would mean something.
  if (typeof extension !== 'string' || !/^[A-Za-z0-9._-]*$/.test(extension)) {
    refuse(where, `has the extension ${shownJson(extension)}, which is none like ".nii.gz"`);
  }
  return { ...common(section, key, raw), section, status, extension };
}

function paramArgument(key: string, raw: Raw): ParamArgument {
  const where = `params.${key}`;
  const type = paramType(where, raw);
  const argument = common('params', key, raw);
  if (type.kind === 'bool' && !argument.flag) {
    refuse(where, 'is a bool without a flag, and a bool is nothing but its flag');
  }
  const required = type.kind !== 'bool' && !('default' in raw);
  return { ...argument, section: 'params', type, required };
}

/** As the specification orders them, else by name, as ABLInfer does. */
function inOrder(all: Argument[], order: unknown): Argument[] {
  const byKey = new Map(all.map((argument) => [argument.key, argument]));
  const wanted: unknown =
    Array.isArray(order) && order.length > 0 ? order : [...byKey.keys()].sort();
  const found = (wanted as unknown[]).map((key) => byKey.get(key as string));
  const once = new Set(found).size === all.length && found.length === all.length;
  if (byKey.size < all.length || !once || found.includes(undefined)) {
    refuse('order', 'does not list each input, param and output once, under names of their own');
  }
  return found as Argument[];
}

/**
 * Values without a flag are known by their place. Where one is left out, the image takes the last
 * place that may stay empty for the empty one; so only a value in that place can be left out.
 */
function refuseGaps(ordered: Argument[]): void {
  const empties = ordered.filter((argument) => !argument.flag && mayStayEmpty(argument));
  const gap = empties.find((argument, at) => isLeftOut(argument) && at < empties.length - 1);
  if (!gap) return;
  refuse(
    `${gap.section}.${gap.key}`,
    'has no flag and may be left out, while others without a flag follow that also may: its place would be taken by them',
  );
}

function mayStayEmpty(argument: Argument): boolean {
  return argument.section === 'params' ? !argument.required : argument.status !== 'required';
}

/** Other runners always give a param that has a default, with it if need be. */
function isLeftOut(argument: Argument): boolean {
  if (argument.section !== 'params') return argument.status !== 'required';
  return !argument.required && argument.type.default === undefined;
}

/**
 * By the key of each output that may be left out, the name of the switch that asks for it:
 * `write_KEY`, with underscores behind it where that is taken.
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
