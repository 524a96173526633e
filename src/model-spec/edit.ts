/** Adds, changes and removes inputs, outputs and params of a specification, as plain data. */

import { UserError } from '../core/errors.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { quoted, visibleLine } from '../core/text.ts';
import { PLACEHOLDER } from './build.ts';
import { FIELDS, listIn, PART_FIELDS } from './fields.ts';
import { type FileText, type ParamText, readFileText, readParamText } from './grammar.ts';
import { SECTIONS, type Section } from './rules.ts';

/** The edits that the command line requests; texts in the grammar of grammar.ts. */
export interface Edits {
  inputs: readonly string[];
  outputs: readonly string[];
  params: readonly string[];
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
export function isEmpty({ inputs, outputs, params, set, remove, order }: Edits): boolean {
  return (
    order === null && [inputs, outputs, params, set, remove].every((list) => list.length === 0)
  );
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
  const dot = where.lastIndexOf('.');
  const [key, name] = [where.slice(0, Math.max(dot, 0)), where.slice(dot + 1)];
  const section = sectionOf(spec, key);
  if (!text.includes('=') || dot < 0) {
    throw new UserError(
      `--set ${quoted(text)} is not KEY=VALUE, where KEY is one of ${FIELDS.map((one) => one.key).join(', ')}, or NAME.${PART_FIELDS.join(', NAME.')}`,
    );
  }
  if (!section) throw new UserError(`--set ${quoted(text)}: ${noSuchPart(spec)}`);
  if (!PART_FIELDS.some((one) => one === name)) {
    throw new UserError(
      `--set ${quoted(text)}: --set cannot change ${visibleLine(name)} of ${visibleLine(key)}, only ${PART_FIELDS.join(', ')}`,
      { hint: `use --${section.slice(0, -1)} for the rest` },
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
