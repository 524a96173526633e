/** JSON trees back to text: as they were written, or in another file's indentation. */
import type { Conflicting, Container, JsonNode } from './json-tree.ts';
import { conflictBlock } from './markers.ts';

/** How a file is written. */
export interface Style {
  /** The blanks of one level, or null for what is written on one line. */
  indent: string | null;
  /** What stands behind a comma or colon on one line: a blank, or nothing. */
  gap: '' | ' ';
}

/** The style of a document, told from its first members. */
export function styleOf(root: JsonNode): Style {
  const [first, second] = 'parts' in root ? root.parts : [];
  if (!first || first.lead.includes('\n'))
    return { indent: (first && indentation(first.lead, '')) || '  ', gap: ' ' };
  return { indent: null, gap: /\s$/.test(first.label || (second?.lead ?? ' ')) ? ' ' : '' };
}

/** The blanks after the last newline, or `outer` where there is no newline. */
export function indentation(lead: string, outer: string): string {
  return lead.includes('\n') ? lead.slice(lead.lastIndexOf('\n') + 1) : outer;
}

/** The value as it was written; conflicts stand on lines of their own, between markers. */
export function written(node: JsonNode): string {
  if (node.kind === 'scalar') return node.raw;
  if (node.kind === 'conflict') throw new TypeError('a conflict is written as a member');
  const [open, close] = node.kind === 'object' ? '{}' : '[]';
  let text = open as string;
  let ownLine = false;
  const put = (more: string) => {
    text += ownLine && !more.startsWith('\n') ? `\n${more}` : more;
    ownLine = false;
  };
  node.parts.forEach((part, at) => {
    const comma = at < node.parts.length - 1 ? ',' : '';
    if (part.value.kind === 'conflict') {
      put(`${part.lead.slice(0, part.lead.lastIndexOf('\n') + 1) || '\n'}`);
      text += markedMember(part.value, indentation(part.lead, ''), comma);
      ownLine = true;
    } else put(part.lead + part.label + written(part.value) + part.trail + comma);
  });
  put(node.closing + close);
  return text;
}

function markedMember(conflict: Conflicting, indent: string, comma: string): string {
  const lines = (text: string | null) =>
    text === null ? [] : [{ text: indent + text + comma, end: '' as const }];
  const block = conflictBlock(lines(conflict.yours), lines(conflict.base), lines(conflict.next));
  return block.map((line) => line.text).join('\n');
}

/**
 * The value in another file's indentation; what was written on one line stays on one.
 * @param outer the blanks before the line on which the value begins
 */
export function reindented(node: JsonNode, outer: string, style: Style): JsonNode {
  if (!('parts' in node)) return node;
  const lines = style.indent !== null && node.parts.some((part) => part.lead.includes('\n'));
  const inner = outer + (style.indent ?? '');
  const within = lines ? style : { ...style, indent: null };
  const parts = node.parts.map((part, at) => ({
    key: part.key,
    label: node.kind === 'object' ? `${JSON.stringify(part.key)}:${style.gap}` : '',
    value: reindented(part.value, inner, within),
    lead: lines ? `\n${inner}` : at > 0 ? style.gap : '',
    trail: '',
  }));
  return { kind: node.kind, parts, closing: lines ? `\n${outer}` : '' };
}

/** The blanks before a new member of this object or array, as its other members have them. */
export function leadOfNew(container: Container, outer: string, { indent, gap }: Style): string {
  const [first, second] = container.parts;
  if (!first) return indent === null ? '' : `\n${outer}${indent}`;
  const lead = second?.lead ?? first.lead;
  return lead.includes('\n') ? `\n${indentation(lead, outer)}` : (second?.lead ?? gap);
}

/** Puts the blanks right in a container on one line, where the first member has others than the rest. */
export function tidyLeads(
  merged: Container,
  yours: Container,
  outer: string,
  style: Style,
): Container {
  const first = yours.parts[0];
  if (merged.parts.length === 0 && first) return { ...merged, closing: '' };
  if (!first || first.lead.includes('\n')) return merged;
  const rest = leadOfNew(yours, outer, style);
  const parts = merged.parts.map((part, at) => {
    if (part.lead.includes('\n')) return part;
    if (at === 0) return { ...part, lead: first.lead };
    return part.key === first.key ? { ...part, lead: rest } : part;
  });
  return { ...merged, parts };
}
