/** Reads inputs, outputs and params as given on the command line. */
import { UserError } from '../core/errors.ts';
import { quoted, visibleLine } from '../core/text.ts';

/** `NAME[:TYPE]:EXTENSION[:STATUS]` */
export interface FileText {
  key: string;
  type: 'volume' | 'segmentation';
  extension: string;
  /** Null for required, or as before. */
  status: 'required' | 'suggested' | 'optional' | null;
}

/** `NAME:TYPE[=DEFAULT][:RANGE or CHOICES]` */
export type ParamText = { key: string } & (
  | { type: 'int' | 'float'; default: number; min: number; max: number }
  | { type: 'bool'; default: false }
  | { type: 'string'; default: string }
  | { type: 'enum'; default: string; enum: string[] }
);

/** Their grammar, for messages and help. */
export const FILE_FORM = 'NAME:TYPE:EXTENSION[:STATUS]';
export const PARAM_FORM = 'NAME:TYPE=DEFAULT[:RANGE]';

/** ABLInfer's values for no bound (`type_spec` in its normalize.py); it warns of a missing bound. */
export const UNBOUNDED = {
  int: { min: -2147483648, max: 2147483647 },
  float: { min: -3.40282e38, max: 3.40282e38 },
} as const;

const FILE_TYPES = ['volume', 'segmentation'];
const STATUSES = ['required', 'suggested', 'optional'];
const PARAM_TYPES = ['int', 'float', 'bool', 'string', 'enum'];
export const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/**
 * Reads an input or output.
 * @param flag `--input` or `--output`, for the message
 * @throws UserError with what is wrong, and an example
 */
export function readFileText(text: string, flag: string): FileText {
  const example = `write ${flag} ${FILE_FORM}, as in ${flag} mask:segmentation:.nii.gz`;
  const refuse = (why: string) =>
    new UserError(`${flag} ${quoted(text)}: ${visibleLine(why)}`, { hint: `${example}` });
  const [key = '', ...rest] = text.split(':');
  // NAME:.npy is a volume, which is any file or array.
  if (rest[0]?.startsWith('.')) rest.unshift('volume');
  const [type = '', extension = '', status, ...more] = rest;
  if (!IDENTIFIER.test(key)) throw refuse(`${quoted(key)} is not a Python identifier`);
  if (!FILE_TYPES.includes(type)) {
    throw refuse(`${quoted(type)} is not a file type (volume, segmentation)`);
  }
  if (!/^\.[\w.+-]*\w$/.test(extension)) {
    throw refuse(`${quoted(extension)} is not a file extension, which begins with a dot`);
  }
  if ((status !== undefined && !STATUSES.includes(status)) || more.length > 0) {
    const last = more.length > 0 ? (more.at(-1) as string) : (status as string);
    throw refuse(`${quoted(last)} is not a status (required, suggested, optional)`);
  }
  return { key, type, extension, status: status ?? null } as FileText;
}

/**
 * Reads a param.
 * @throws UserError with what is wrong, and an example
 */
export function readParamText(text: string): ParamText {
  const [, key = '', type = '', rest = ''] = /^([^:]*):?([^:=]*)(.*)$/s.exec(text) ?? [];
  const refuse = (why: string, example: string) =>
    new UserError(`--param ${quoted(text)}: ${visibleLine(why)}`, {
      hint: `write --param ${example}`,
    });
  if (!IDENTIFIER.test(key)) {
    throw refuse(`${quoted(key)} is not a Python identifier`, 'threshold:float=0.5:0..1');
  }
  switch (type) {
    case 'int':
    case 'float':
      return numberText(key, type, rest, (why) =>
        refuse(why, `${key}:${type}=${type === 'int' ? '3:1..10' : '0.5:0..1'}`),
      );
    case 'bool':
      if (rest === '') return { key, type, default: false };
      throw refuse('a bool has no default: it is true if its flag is given', `${key}:bool`);
    case 'string':
      if (rest.startsWith('=')) return { key, type, default: rest.slice(1) };
      throw refuse('a string needs a default, which may be empty', `${key}:string=`);
    case 'enum':
      return enumText(key, rest, (why) => refuse(why, `${key}:enum=fast:fast,slow`));
    default:
      throw refuse(
        `${quoted(type)} is not a param type (${PARAM_TYPES.join(', ')})`,
        'threshold:float=0.5:0..1',
      );
  }
}

type Refuse = (why: string) => UserError;

function numberText(key: string, type: 'int' | 'float', rest: string, refuse: Refuse): ParamText {
  const found = /^=([^:]*)(?::(.*))?$/s.exec(rest);
  if (!found) throw refuse(`${type === 'int' ? 'an int' : 'a float'} needs a default`);
  const read = (text: string) => {
    const shape = type === 'int' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
    const value = Number(text);
    // Beyond 2^53 JavaScript would write another number.
    const exact = type === 'float' ? Number.isFinite(value) : Number.isSafeInteger(value);
    if (shape.test(text) && exact) return value;
    throw refuse(`${quoted(text)} is not a ${type === 'int' ? 'whole number' : 'number'}`);
  };
  const value = read(found[1] as string);
  const range = found[2] === undefined ? ['', '', ''] : /^(.*?)\.\.(.*)$/s.exec(found[2]);
  if (!range) throw refuse(`${quoted(found[2] as string)} is not a range MIN..MAX`);
  const none = UNBOUNDED[type];
  const min = range[1] ? read(range[1]) : Math.min(none.min, value);
  const max = range[2] ? read(range[2]) : Math.max(none.max, value);
  if (min > max) throw refuse(`the range ${min}..${max} is empty`);
  if (value < min || value > max) throw refuse(`the default ${value} is not from ${min} to ${max}`);
  return { key, type, default: value, min, max };
}

/** Reads an enum; choices are separated by commas or blanks. */
function enumText(key: string, rest: string, refuse: Refuse): ParamText {
  const found = /^=([^:]*):(.*)$/s.exec(rest);
  if (!found) throw refuse('an enum needs a default and its choices');
  const [, value = '', list = ''] = found;
  const choices = list.split(list.includes(',') ? ',' : /\s+/).map((choice) => choice.trim());
  if (choices.includes('')) throw refuse('a choice is empty');
  const doubled = choices.find((choice, at) => choices.indexOf(choice) < at);
  if (doubled !== undefined) throw refuse(`${quoted(doubled)} is among the choices twice`);
  if (!choices.includes(value)) {
    throw refuse(`the default ${quoted(value)} is not one of ${choices.join(', ')}`);
  }
  return { key, type: 'enum', default: value, enum: choices };
}
