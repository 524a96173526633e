import { jsonText } from '../core/text.ts';
import { conflictBlock } from './conflict-markers.ts';
import type { Container, JsonNode, Part } from './json-tree.ts';

/** How a file is written. */
export interface Style {
  /** The blanks of one level, or null for what is written on one line. */
  indent: string | null;
  /** The text after a comma or colon on one line: a blank, or nothing. */
  gap: '' | ' ';
}

/** The style of a document, from its first members. */
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

/** The value as it was written; conflicts are on separate lines, between markers. */
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
  const marked = (parts: Part[], comma: string) => {
    const lead = parts[0]?.lead ?? '';
    put(`${lead.slice(0, lead.lastIndexOf('\n') + 1) || '\n'}`);
    text += markedMembers(parts, indentation(lead, ''), comma);
    ownLine = true;
  };
  const { parts, end } = endTogether(node.parts);
  for (const part of parts.slice(0, end)) {
    const comma = part !== parts.at(-1) ? ',' : '';
    if (part.value.kind === 'conflict') marked([part], comma);
    else put(part.lead + memberText(part) + part.trail + comma);
  }
  if (end < parts.length) marked(parts.slice(end), '');
  put(node.closing + close);
  return text;
}

/**
 * The members, and the first from which all are in one conflict. Where a side of the last ones has no member,
 * the comma before them would be left over when a person decides for it, so the member that it belongs to
 * joins them; one with a conflict inside cannot, and comes last instead.
 */
function endTogether(parts: Part[]): { parts: Part[]; end: number } {
  const last = parts.findLastIndex(({ value }) => value.kind !== 'conflict');
  const lacks = ({ value }: Part) =>
    value.kind === 'conflict' && (value.yours === null || value.next === null);
  const joined = parts.length - Math.max(last, 0) > 1 && parts.slice(last + 1).some(lacks);
  if (!joined) return { parts, end: parts.length };
  const before = parts[last];
  if (!before || !holdsConflict(before.value)) return { parts, end: Math.max(last, 0) };
  const moved = [...parts.slice(0, last), ...parts.slice(last + 1), before];
  return { parts: moved, end: parts.length };
}

function holdsConflict(node: JsonNode): boolean {
  return (
    node.kind === 'conflict' ||
    ('parts' in node && node.parts.some(({ value }) => holdsConflict(value)))
  );
}

const memberText = (part: Part) => part.label + written(part.value);

/** Members in one conflict; one that does not conflict is the same on all its sides. */
function markedMembers(parts: Part[], indent: string, comma: string): string {
  const side = (of: 'yours' | 'base' | 'next') => {
    const texts = parts.flatMap((part) =>
      part.value.kind === 'conflict' ? (part.value[of] ?? []) : memberText(part),
    );
    const last = texts.length - 1;
    return texts.map((text, at) => ({
      text: indent + text + (at < last ? ',' : comma),
      end: '' as const,
    }));
  };
  const block = conflictBlock(side('yours'), side('base'), side('next'));
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
    label: node.kind === 'object' ? `${jsonText(part.key)}:${style.gap}` : '',
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
