/** Every fault of a specification, each with its line, its keys and what is allowed there. */

import { lineOf, type Path, type Place, placesIn, samePath } from '../core/json-position.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { visibleLine } from '../core/text.ts';
import { crossViolations } from './rules.ts';
import { type JsonSchema, type Violation, violations } from './schema.ts';

/** A rule that the specification breaks. */
export interface Fault {
  /** From 1. */
  line: number;
  /** The keys to the place, e.g. `inputs.mask.pre[0].status`; empty: the whole file. */
  path: string;
  message: string;
}

/**
 * The faults of a specification's text, by line; none: ABLInfer and the image take it.
 * @param text valid JSON, perhaps behind a byte order mark
 * @param schema templates/model-spec.schema.json
 */
export function faultsIn(text: string, schema: JsonSchema): Fault[] {
  const plain = text.replace(/^\uFEFF/, '');
  const places = placesIn(plain);
  const value: unknown = JSON.parse(plain);
  const found = [
    ...(plain === text ? [] : [BYTE_ORDER_MARK]),
    ...repeated(places),
    ...violations(schema, value),
    ...crossViolations(value),
    ...brokenTargets(places),
  ];
  const faults = found.map(({ path, message }) => ({
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

/** Python's `json` refuses a text that begins with one, so ABLInfer does; this image reads past it. */
const BYTE_ORDER_MARK: Violation = {
  path: [],
  message: 'the file begins with a byte order mark, which ABLInfer refuses; save it as plain UTF-8',
};

/** Of a key that is there twice Python and JavaScript take the last, which nobody means. */
function repeated(places: readonly Place[]): Violation[] {
  return places.flatMap(({ path, line }, at) => {
    if (!places.slice(0, at).some((earlier) => samePath(earlier.path, path))) return [];
    return [{ path, message: `is there again in line ${line}; a key may stand once` }];
  });
}

/** To JSON Schema `1.0` is an integer; to Python it is not, and ABLInfer wants integers here. */
function brokenTargets(places: readonly Place[]): Violation[] {
  return places.flatMap(({ path, number }) => {
    const [section, , list, , field, item] = path;
    const target =
      ((section === 'inputs' && list === 'pre') || (section === 'outputs' && list === 'post')) &&
      field === 'targets' &&
      item !== undefined;
    const broken = target && number !== undefined && Number.isInteger(Number(number));
    if (!broken || /^-?\d+$/.test(number)) return [];
    return [{ path, message: `must be a whole number without point or exponent; it is ${number}` }];
  });
}

/** A path as people write it: `inputs.mask.pre[0]`. */
export function pathText(path: Path): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`))
    .join('');
}
