/** model-spec.json as a file of a folder: read, edited as a careful person would, and checked. */

import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { lineOfFault } from '../core/json-position.ts';
import { SPEC_FILE } from '../core/layout.ts';
import { loadSpecSchema, packageRoot } from '../core/package.ts';
import { isRecord } from '../core/record.ts';
import { json, visibleLine } from '../core/text.ts';
import { parseJson } from '../merge/json-tree.ts';
import { mergeJson } from '../merge/merge-json.ts';
import { type Fault, faultsIn, faultText } from './check.ts';
import { applyEdits, type Edits } from './edit.ts';
import type { JsonSchema } from './schema.ts';

/**
 * A specification's text as the object that it holds.
 * @throws UserError with the line where it is no JSON
 */
export function parseSpec(text: string): Record<string, unknown> {
  const plain = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (error) {
    const why = (error as Error).message.replace(/\s+/g, ' ').slice(0, 200);
    throw new UserError(`${SPEC_FILE}:${lineOfFault(plain)}: this is no JSON: ${why}`);
  }
  if (isRecord(value)) return value;
  throw new UserError(`${SPEC_FILE}:1: this is no object of JSON, which begins with {`);
}

/** The rules that a specification is held against. */
export function specSchema(): JsonSchema {
  return JSON.parse(loadSpecSchema(join(packageRoot(), 'templates')));
}

/**
 * The text with the edits made in it; order of keys, indentation, line ends and all else stay.
 * @throws UserError where an edit cannot be made, or would break a rule that holds now
 */
export function editSpecText(text: string, edits: Edits): string {
  const before = parseSpec(text);
  const after = applyEdits(before, edits);
  if (parseJson(text.replace(/^\uFEFF/, '')) === null) {
    throw new UserError(
      `${SPEC_FILE} repeats a key, so it is not clear which is meant; ml-image spec --check names it`,
    );
  }
  const schema = specSchema();
  const known = faultsIn(text, schema).map(keyOf);
  const result = mergeJson(json(before), text, json(after));
  const fault = faultsIn(result, schema).find((one) => !known.includes(keyOf(one)));
  if (fault)
    throw new UserError(visibleLine(`${fault.path} ${fault.message}; nothing was changed`));
  return result;
}

function keyOf({ path, message }: Fault): string {
  return `${path} ${message}`;
}

/**
 * Every fault of a specification's text, as lines.
 * @throws UserError where it is no JSON object
 */
export function specFaults(text: string): (Fault & { text: string })[] {
  parseSpec(text);
  return faultsIn(text, specSchema()).map((fault) => ({ ...fault, text: faultText(fault) }));
}
