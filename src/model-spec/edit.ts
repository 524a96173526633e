/** A specification with inputs, outputs and params added, changed or taken out, as plain data. */

import { UserError } from '../core/errors.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { quoted, visibleLine } from '../core/text.ts';
import { PLACEHOLDER } from './build.ts';
import { FIELDS, listIn, PART_FIELDS } from './fields.ts';
import { type FileText, type ParamText, readFileText, readParamText } from './grammar.ts';
import { SECTIONS, type Section } from './rules.ts';

/** What the command line asks of a specification; texts in the grammar of grammar.ts. */
export interface Edits {
  inputs: readonly string[];
  outputs: readonly string[];
  params: readonly string[];
  /** `KEY=VALUE` of a field of FIELDS, or `NAME.FIELD=VALUE` of PART_FIELDS. */
  set: readonly string[];
  /** Names to take out. */
  remove: readonly string[];
  /** All names, commas or blanks between; null: as it is. */
  order: string | null;
}

type Part = Record<string, unknown>;
type Sections = Record<Section, Record<string, Part>>;
type Spec = Record<string, unknown> & Sections;

/** Whether anything is asked at all. */
export function isEmpty({ inputs, outputs, params, set, remove, order }: Edits): boolean {
  return (
    order === null && [inputs, outputs, params, set, remove].every((list) => list.length === 0)
  );
}

/**
 * The specification after the edits; the given one stays as it is.
 * @param spec an object; sections that are missing are made
 * @throws UserError where an edit cannot be understood or names what is not there
 */
export function applyEdits(given: Record<string, unknown>, edits: Edits): Record<string, unknown> {
  const spec = structuredClone(given) as Spec;
  for (const section of SECTIONS) {
    if (spec[section] === undefined) spec[section] = {};
    if (!isRecord(spec[section])) {
      throw new UserError(`${SPEC_FILE}: ${section} must be an object; ml-image spec --check`);
    }
  }
  for (const key of edits.remove) remove(spec, key);
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

/** The place of a part that is to be added or changed, with what is there now. */
function placeFor(spec: Spec, section: Section, key: string): Part | undefined {
  const other = sectionOf(spec, key);
  if (other !== null && other !== section) {
    throw new UserError(`${key} is a name of ${other} already, and a name may stand once`, {
      hint: `take another name, or first: ml-image spec --remove ${key}`,
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
  const dot = where.lastIndexOf('.');
  const [key, name] = [where.slice(0, Math.max(dot, 0)), where.slice(dot + 1)];
  const section = sectionOf(spec, key);
  if (!text.includes('=') || dot < 0) {
    throw new UserError(
      `--set ${quoted(text)}: write KEY=VALUE, where KEY is one of ${FIELDS.map((one) => one.key).join(', ')}, or NAME.${PART_FIELDS.join(', NAME.')}`,
    );
  }
  if (!section) throw new UserError(`--set ${quoted(text)}: ${noSuchPart(spec)}`);
  if (!PART_FIELDS.some((one) => one === name)) {
    throw new UserError(
      `--set ${quoted(text)}: ${visibleLine(name)} is not set by --set; it sets ${PART_FIELDS.join(', ')} of ${visibleLine(key)}, the rest is given anew by --${section.slice(0, -1)}`,
    );
  }
  (spec[section][key] as Part)[name] = value;
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
