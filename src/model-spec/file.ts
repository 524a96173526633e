/** Reads, edits and checks the text of model-spec.json; an edit leaves the rest of the text as it is. */

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
 * Parses a specification's text.
 * @throws UserError with the line if it is not a JSON object
 */
export function parseSpec(text: string): Record<string, unknown> {
  const plain = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (error) {
    const why = (error as Error).message.replace(/\s+/g, ' ').slice(0, 200);
    throw new UserError(`${SPEC_FILE}:${lineOfFault(plain)}: invalid JSON: ${why}`);
  }
  if (isRecord(value)) return value;
  throw new UserError(`${SPEC_FILE}:1: the file must contain a JSON object`);
}

/** The JSON Schema of specifications. */
export function specSchema(): JsonSchema {
  return JSON.parse(loadSpecSchema(join(packageRoot(), 'templates')));
}

/**
 * The text after the edits; order of keys, indentation, line ends and the rest stay as they are.
 * @throws UserError if an edit cannot be made, or would violate a rule that is not violated yet
 */
export function editSpecText(text: string, edits: Edits): string {
  const before = parseSpec(text);
  const after = applyEdits(before, edits);
  if (parseJson(text.replace(/^\uFEFF/, '')) === null) {
    throw new UserError(`${SPEC_FILE} repeats a key, so that it is ambiguous`, {
      hint: 'see ml-image spec --check',
    });
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
 * Every fault of a specification's text, with its line of text.
 * @throws UserError if it is not a JSON object
 */
export function specFaults(text: string): (Fault & { text: string })[] {
  parseSpec(text);
  return faultsIn(text, specSchema()).map((fault) => ({ ...fault, text: faultText(fault) }));
}
