/** model-spec.json as a file of a folder: read, edited as a careful person would, and checked. */
import { join } from 'node:path';
import { lineOfFault } from './config/position.ts';
import { UserError } from './errors.ts';
import { packageRoot } from './package.ts';
import { realDisk } from './reconcile/disk.ts';
import { parseJson } from './reconcile/json-tree.ts';
import { mergeJson } from './reconcile/merge-json.ts';
import { look } from './reconcile/state.ts';
import { json } from './render/quote.ts';
import { loadSpecSchema } from './render/templates.ts';
import { type Fault, faultsIn, faultText } from './spec/check.ts';
import { type Edits, edited } from './spec/edit.ts';
import { isRecord, type JsonSchema } from './spec/schema.ts';
import { visible } from './spec/text.ts';

export const SPEC_FILE = 'model-spec.json';

/**
 * The text of a folder's file, or null where there is no text file.
 * @param path relative to the folder
 * @throws UserError where it cannot be read
 */
export function readFolderText(root: string, path: string): string | null {
  const found = look(realDisk, join(root, path));
  return found.kind === 'file' ? found.text : null;
}

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
  const after = edited(before, edits);
  if (parseJson(text.replace(/^\uFEFF/, '')) === null) {
    throw new UserError(
      `${SPEC_FILE} repeats a key, so it is not clear which is meant; ml-image spec --check names it`,
    );
  }
  const schema = specSchema();
  const known = faultsIn(text, schema).map(keyOf);
  const result = mergeJson(json(before), text, json(after));
  const fault = faultsIn(result, schema).find((one) => !known.includes(keyOf(one)));
  if (fault) throw new UserError(visible(`${fault.path} ${fault.message}; nothing was changed`));
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
