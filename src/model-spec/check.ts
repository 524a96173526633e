/** Finds every fault of a specification, with its line, path and what is allowed there. */

import { lineOf, type Path, type Place, placesIn, samePath } from '../core/json-position.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { visibleLine } from '../core/text.ts';
import { crossViolations } from './rules.ts';
import { type JsonSchema, type Violation, violations } from './schema.ts';

/** A violated rule, and where. */
export interface Fault {
  /** From 1. */
  line: number;
  /** The path, e.g. `inputs.mask.pre[0].status`; empty for the whole file. */
  path: string;
  message: string;
}

/**
 * The faults of a specification's text, by line. Without any, ABLInfer and the image accept it.
 * @param text valid JSON, possibly with a byte order mark
 * @param schema templates/model-spec.schema.json
 */
export function faultsIn(text: string, schema: JsonSchema): Fault[] {
  const plain = text.replace(/^\uFEFF/, '');
  const places = placesIn(plain);
  const value: unknown = JSON.parse(plain);
  const violated = [
    ...(plain === text ? [] : [BYTE_ORDER_MARK]),
    ...repeated(places),
    ...violations(schema, value),
    ...crossViolations(value),
    ...brokenTargets(places),
  ];
  const faults = violated.map(({ path, message }) => ({
    line: lineOf(places, path),
    path: pathText(path),
    message,
  }));
  return faults.sort((a, b) => a.line - b.line);
}

/** A fault as one line, after the file's name. */
export function faultText({ line, path, message }: Fault): string {
  return visibleLine(`${SPEC_FILE}:${line}: ${path}${path ? ' ' : ''}${message}`);
}

/** Python's `json`, and thus ABLInfer, refuses a byte order mark; our image skips it. */
const BYTE_ORDER_MARK: Violation = {
  path: [],
  message:
    'the file begins with a byte order mark, which ABLInfer refuses; save it as UTF-8 without one',
};

/** Repeated keys: Python and JavaScript silently use the last one. */
function repeated(places: readonly Place[]): Violation[] {
  return places.flatMap(({ path, line }, at) => {
    if (!places.slice(0, at).some((earlier) => samePath(earlier.path, path))) return [];
    return [{ path, message: `is repeated in line ${line}; keys must be unique` }];
  });
}

/** Targets such as `1.0`: integers to JSON Schema, but not to Python, and ABLInfer requires integers. */
function brokenTargets(places: readonly Place[]): Violation[] {
  return places.flatMap(({ path, number }) => {
    const [section, , list, , field, item] = path;
    const target =
      ((section === 'inputs' && list === 'pre') || (section === 'outputs' && list === 'post')) &&
      field === 'targets' &&
      item !== undefined;
    const broken = target && number !== undefined && Number.isInteger(Number(number));
    if (!broken || /^-?\d+$/.test(number)) return [];
    return [
      {
        path,
        message: `must be a whole number without decimal point or exponent; it is ${number}`,
      },
    ];
  });
}

/** A path as text: `inputs.mask.pre[0]`. */
export function pathText(path: Path): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`))
    .join('');
}
