/** Where values are in a JSON text, so that a fault can be shown by its line; by jsonc-parser. */
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** One value with the keys to it. */
export interface Place {
  path: Path;
  /** From 1; of a member the line of its key. */
  line: number;
  /** A number as it is written, which its value no longer tells: `1.0`. */
  number?: string;
}

/**
 * The tree of a JSON text; undefined where there is no value, or it nests too deep to be read.
 * @param errors takes in what is no JSON, comments and commas at an end among it
 */
export function jsonTree(text: string, errors: ParseError[] = []): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The line (from 1) of a key at a path of keys, e.g. `['generator-ml-image', 'os']`; null where it
 * is not there.
 */
export function lineOfKey(text: string, path: readonly string[]): number | null {
  const tree = jsonTree(text);
  const member = tree && findNodeAtLocation(tree, [...path])?.parent;
  return member ? linesIn(text)(member.offset) : null;
}

/** The line (from 1) at which a text stops being JSON; its last line where it is cut short. */
export function lineOfFault(text: string): number {
  const errors: ParseError[] = [];
  jsonTree(text, errors);
  return linesIn(text)(errors[0]?.offset ?? text.length);
}

/** Every value of a JSON text in its order; a key that is repeated comes twice. */
export function placesIn(text: string): Place[] {
  const tree = jsonTree(text);
  const lineAt = linesIn(text);
  const places: Place[] = [];
  const add = (node: Node, path: Path, line: number): void => {
    const number = text.slice(node.offset, node.offset + node.length);
    places.push({ path, line, ...(node.type === 'number' ? { number } : {}) });
    for (const [index, child] of (node.children ?? []).entries()) {
      const [key, value] = node.type === 'object' ? (child.children ?? []) : [];
      if (key && value) add(value, [...path, key.value], lineAt(key.offset));
      else if (node.type === 'array') add(child, [...path, index], lineAt(child.offset));
    }
  };
  if (tree) add(tree, [], lineAt(tree.offset));
  return places;
}

/** The line of a path, or of the innermost value around it that is there. */
export function lineOf(places: readonly Place[], path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const above = path.slice(0, length);
    const found = places.find((place) => samePath(place.path, above));
    if (found) return found.line;
  }
  return 1;
}

/** Whether two paths lead to the same place. */
export function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

/** Gives the line (from 1) of an offset. */
function linesIn(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
