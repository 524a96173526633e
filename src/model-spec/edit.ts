/** Adds, changes and removes inputs, outputs and params of a specification, as plain data. */

import { UserError } from '../core/errors.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { quoted, visibleLine } from '../core/text.ts';
import { PLACEHOLDER } from './build.ts';
import { FIELDS, listIn } from './fields.ts';
import {
  type FileText,
  IDENTIFIER,
  type ParamText,
  readFileText,
  readParamText,
} from './grammar.ts';
import { PART_FIELDS } from './part-fields.ts';
import { SECTIONS, type Section } from './rules.ts';

/** The edits that the command line requests; texts in the grammar of grammar.ts. */
export interface Edits {
  inputs: readonly string[];
  outputs: readonly string[];
  params: readonly string[];
  /** `OLD=NEW` */
  rename: readonly string[];
  /** `KEY=VALUE` of a field of FIELDS, or `NAME.FIELD=VALUE` of PART_FIELDS. */
  set: readonly string[];
  /** Names to remove. */
  remove: readonly string[];
  /** All names, separated by commas or blanks; null to keep the order. */
  order: string | null;
}

type Part = Record<string, unknown>;
type Sections = Record<Section, Record<string, Part>>;
type Spec = Record<string, unknown> & Sections;

/** Whether there are no edits. */
export function isEmpty({ order, ...lists }: Edits): boolean {
  return order === null && Object.values(lists).every((list) => list.length === 0);
}

/**
 * The specification after the edits; the given one is not changed. Missing sections are created.
 * @throws UserError if an edit cannot be read, or names what does not exist
 */
export function applyEdits(given: Record<string, unknown>, edits: Edits): Record<string, unknown> {
  const spec = structuredClone(given) as Spec;
  for (const section of SECTIONS) {
    if (spec[section] === undefined) spec[section] = {};
    if (!isRecord(spec[section])) {
      throw new UserError(`${SPEC_FILE}: ${section} must be an object`, {
        hint: 'see ml-image spec --check',
      });
    }
  }
  for (const key of edits.remove) remove(spec, key);
  for (const text of edits.rename) rename(spec, text);
  for (const text of edits.inputs) putFile(spec, 'inputs', readFileText(text, '--input'));
  for (const text of edits.outputs) putFile(spec, 'outputs', readFileText(text, '--output'));
  for (const text of edits.params) putParam(spec, readParamText(text));
  if (edits.order !== null) spec.order = namesIn(edits.order);
  for (const text of edits.set) set(spec, text);
  return spec;
}

function remove(spec: Spec, key: string): void {
  const section = sectionOf(spec, key);
  if (!section) throw new UserError(`--remove ${visibleLine(key)}: ${noSuchPart(spec)}`);
  delete spec[section][key];
  if (Array.isArray(spec.order)) spec.order = spec.order.filter((name) => name !== key);
}

/** Makes place for a part to add or change; returns the present one. */
function placeFor(spec: Spec, section: Section, key: string): Part | undefined {
  const other = sectionOf(spec, key);
  if (other !== null && other !== section) {
    throw new UserError(`${key} is already in ${other}, and names must be unique`, {
      hint: `use another name, or run ml-image spec --remove ${key} first`,
    });
  }
  if (other === null && Array.isArray(spec.order)) spec.order = [...spec.order, key];
  return spec[section][key];
}

function putFile(spec: Spec, section: 'inputs' | 'outputs', given: FileText): void {
  const { key, type, extension, status } = given;
  const old = placeFor(spec, section, key);
  const made = {
    name: key,
    description: `${PLACEHOLDER}: what ${key} holds`,
    status: 'required',
    flag: `--${key}=`,
    extension,
    type,
    labelmap: false,
    ...(type === 'segmentation' ? { master: '', colours: {}, names: {} } : {}),
    [section === 'inputs' ? 'pre' : 'post']: [],
    tensor: { name: key, dtype: null, shape: null },
  };
  spec[section][key] = { ...made, ...old, extension, type, ...(status ? { status } : {}) };
}

function putParam(spec: Spec, given: ParamText): void {
  const { key, ...value } = given;
  const old = placeFor(spec, 'params', key);
  const { min: _min, max: _max, enum: _enum, ...kept } = old ?? {};
  const flag = value.type === 'bool' ? `--${key}` : `--${key}=`;
  const made = { name: key, description: `${PLACEHOLDER}: what ${key} does`, flag };
  const changedKind = old && (old.type === 'bool') !== (value.type === 'bool');
  spec.params[key] = { ...made, ...kept, ...(changedKind ? { flag } : {}), ...value };
}

function set(spec: Spec, text: string): void {
  const [, where = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const field = FIELDS.find(({ key }) => key === where);
  if (field) {
    spec[field.key] = field.list ? listIn(value) : value;
    return;
  }
  const [key = '', name] = splitAt(where, '.');
  const section = sectionOf(spec, key);
  if (!text.includes('=') || name === undefined) {
    throw new UserError(
      `--set ${quoted(text)} is not KEY=VALUE, where KEY is one of ${FIELDS.map((one) => one.key).join(', ')}, or NAME.${Object.keys(PART_FIELDS).join(', NAME.')}`,
    );
  }
  if (!section) throw new UserError(`--set ${quoted(text)}: ${noSuchPart(spec)}`);
  setPart(spec[section][key] as Part, section, name, value, text);
}

function setPart(part: Part, section: Section, name: string, value: string, text: string): void {
  const fields = Object.keys(PART_FIELDS).filter(
    (one) => section !== 'params' || !PART_FIELDS[one]?.ofFiles,
  );
  const field = fields.includes(name) ? PART_FIELDS[name] : undefined;
  if (!field) {
    throw new UserError(
      `--set ${quoted(text)}: --set cannot change ${visibleLine(name)}, only ${fields.join(', ')}`,
      { hint: `use --${section.slice(0, -1)} for the rest` },
    );
  }
  const read = field.read(value);
  if ('fault' in read)
    throw new UserError(`--set ${quoted(text)}: ${quoted(value)} ${visibleLine(read.fault)}`);
  const last = field.path.at(-1) as string;
  const holder = field.path.length === 1 ? part : tensorOf(part);
  if (read.value === null && field.path.length === 1) delete holder[last];
  else holder[last] = read.value;
}

/** The part's own object for the tensor, made where there is none. */
function tensorOf(part: Part): Part {
  const tensor = isRecord(part.tensor) ? { ...part.tensor } : { name: part.name };
  part.tensor = tensor;
  return tensor;
}

/** The text before the first mark and that behind it. */
function splitAt(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** `OLD=NEW`: an input, output or param under another name, with the flag that follows the name. */
function rename(spec: Spec, text: string): void {
  const [old = '', name = ''] = splitAt(text, '=');
  const section = sectionOf(spec, old);
  if (!text.includes('=')) {
    throw new UserError(`--rename ${quoted(text)} is not OLD=NEW`, {
      hint: 'write --rename input=scan',
    });
  }
  if (!section) throw new UserError(`--rename ${quoted(text)}: ${noSuchPart(spec)}`);
  if (!IDENTIFIER.test(name)) {
    throw new UserError(`--rename ${quoted(text)}: ${quoted(name)} is not a Python identifier`, {
      hint: `write --rename ${visibleLine(old)}=scan`,
    });
  }
  const other = sectionOf(spec, name);
  if (other) throw new UserError(`${name} is already in ${other}, and names must be unique`);
  const flags: Record<string, string> = { [`--${old}=`]: `--${name}=`, [`--${old}`]: `--${name}` };
  const renamed = Object.entries(spec[section]).map(([key, part]): [string, Part] => {
    if (key !== old) return [key, part];
    const flag = Object.hasOwn(flags, String(part.flag)) ? flags[String(part.flag)] : part.flag;
    // A tensor of which the model tells nothing is called like its part.
    const isUnknown =
      isRecord(part.tensor) && part.tensor.name === old && part.tensor.shape === null;
    const tensor = isUnknown ? { tensor: { ...(part.tensor as object), name } } : {};
    return [name, { ...part, flag, name: part.name === old ? name : part.name, ...tensor }];
  });
  spec[section] = Object.fromEntries(renamed);
  if (Array.isArray(spec.order)) spec.order = spec.order.map((key) => (key === old ? name : key));
}

function sectionOf(spec: Spec, key: string): Section | null {
  return SECTIONS.find((section) => Object.hasOwn(spec[section], key)) ?? null;
}

function noSuchPart(spec: Spec): string {
  const names = SECTIONS.flatMap((section) => Object.keys(spec[section])).map(visibleLine);
  return `there is no such input, output or param; there are ${names.join(', ') || 'none'}`;
}

function namesIn(text: string): string[] {
  return text.split(/[,\s]+/).filter((name) => name !== '');
}
