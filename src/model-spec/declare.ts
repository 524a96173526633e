/** Inputs and outputs as they are given for a new folder: the model's own, with their files' names and types. */
import type { ModelSpec } from '../core/types.ts';
import type { Edits } from './edit.ts';
import { readFileText } from './grammar.ts';

/** Inputs and outputs, in the grammar of `ml-image spec --input`. */
export interface DeclaredParts {
  inputs: readonly string[];
  outputs: readonly string[];
}

/**
 * The edits that make a specification declare them. A name that is there is that part; another one
 * is the next of the model's parts, which gets the name; what is left is added.
 * @throws UserError where a text is none
 */
export function declareEdits(spec: ModelSpec, { inputs, outputs }: DeclaredParts): Edits {
  const edits = { inputs: [...inputs], outputs: [...outputs], params: [], set: [], remove: [] };
  const rename = [
    ...renames(Object.keys(spec.inputs), inputs, '--input'),
    ...renames(Object.keys(spec.outputs), outputs, '--output'),
  ];
  return { ...edits, rename, order: null };
}

function renames(keys: string[], texts: readonly string[], flag: string): string[] {
  const names = texts.map((text) => readFileText(text, flag).key);
  const free = keys.filter((key) => !names.includes(key));
  return names
    .filter((name) => !keys.includes(name))
    .flatMap((name) => {
      const old = free.shift();
      return old === undefined ? [] : [`${old}=${name}`];
    });
}
