/** JSON as a tree that remembers how it was written, so that a merge can leave the rest as it is. */
import type { Node } from 'jsonc-parser';
import { jsonTree } from '../core/json-position.ts';

/** Deeper nesting is not read: nothing that we write comes near, and recursion stays safe. */
const DEEPEST = 200;

/** One member of an object or item of an array, with the blanks around it. */
export interface Part {
  /** The member's name, decoded; an array's item has its index. */
  key: string;
  /** Blanks before it, after the bracket or comma. */
  lead: string;
  /** The text before the value: `"name": `, empty in an array. */
  label: string;
  value: JsonNode;
  /** Blanks after it, before the comma; those of the last part are in `closing` of its node. */
  trail: string;
}

export type JsonNode =
  | { kind: 'scalar'; raw: string }
  | { kind: 'object' | 'array'; parts: Part[]; closing: string }
  | Conflicting;

/** Stands for a whole member on which a merge could not decide: each side's text, null where it has none. */
export interface Conflicting {
  kind: 'conflict';
  yours: string | null;
  base: string | null;
  next: string | null;
}

export type Container = Extract<JsonNode, { parts: Part[] }>;

/**
 * Reads JSON text without byte order mark, line ends LF.
 * @returns null where it is no JSON, repeats a key, or nests too deep to be merged by key
 */
export function parseJson(text: string): { before: string; root: JsonNode; after: string } | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tree = jsonTree(text);
  const root = tree ? nodeOf(text, tree, 0) : null;
  if (!tree || !root) return null;
  return { before: text.slice(0, tree.offset), root, after: text.slice(endOf(tree)) };
}

const endOf = ({ offset, length }: Node) => offset + length;

/** A value as it was written; null where a key is repeated, or it nests too deep. */
function nodeOf(text: string, node: Node, depth: number): JsonNode | null {
  if (depth > DEEPEST) return null;
  if (node.type !== 'object' && node.type !== 'array')
    return { kind: 'scalar', raw: text.slice(node.offset, endOf(node)) };
  const parts: Part[] = [];
  const keys = new Set<string>();
  let at = node.offset + 1;
  for (const [index, child] of (node.children ?? []).entries()) {
    const [name, member] = node.type === 'object' ? (child.children ?? []) : [undefined, child];
    const value = member && nodeOf(text, member, depth + 1);
    const key = name ? String(name.value) : String(index);
    if (!member || !value || keys.has(key)) return null;
    keys.add(key);
    const isLast = index === (node.children?.length ?? 0) - 1;
    const comma = isLast ? endOf(child) : text.indexOf(',', endOf(child));
    parts.push({
      key,
      lead: text.slice(at, child.offset),
      label: name ? text.slice(name.offset, member.offset) : '',
      value,
      trail: text.slice(endOf(child), comma),
    });
    at = isLast ? comma : comma + 1;
  }
  return { kind: node.type, parts, closing: text.slice(at, endOf(node) - 1) };
}

/** The value as text with nothing but itself: equal for equal values, whatever order keys have. */
export function canonical(node: JsonNode): string {
  if (node.kind === 'conflict') throw new TypeError('a conflict has no value');
  if (node.kind === 'scalar')
    return node.raw.startsWith('"') ? JSON.stringify(JSON.parse(node.raw)) : node.raw;
  const parts = node.parts.map((part) =>
    node.kind === 'object'
      ? `${JSON.stringify(part.key)}:${canonical(part.value)}`
      : canonical(part.value),
  );
  return node.kind === 'object' ? `{${parts.sort().join(',')}}` : `[${parts.join(',')}]`;
}
