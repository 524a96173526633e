import { jsonText } from '../core/text.ts';
import {
  type Conflicting,
  type Container,
  canonical,
  type JsonNode,
  type Part,
  parseJson,
} from './json-tree.ts';
import {
  indentation,
  leadOfNew,
  reindented,
  type Style,
  styleOf,
  tidyLeads,
  written,
} from './json-write.ts';
import { inShapeOf, splitLines } from './lines.ts';
import { mergeText } from './merge-text.ts';

/** An item of an array of objects is known by the first of these that all items have. */
const NAMES = ['name', 'id', 'key'];

/** What a kind of document asks of its merge. */
export interface Manner {
  /**
   * A key of the outermost object below which the generator's values always win, since they were read
   * from this very file; keys there that the generator does not know stay.
   */
  owned?: string;
  /** Whether the value at these keys is the person's where both changed it: no conflict then. */
  isPersonal?(path: readonly string[]): boolean;
  /** Gives members that are the same the same key on all sides, in place, before they are merged. */
  align?(sides: { base: JsonNode; yours: JsonNode; next: JsonNode }): void;
}

/**
 * Merges what the generator changed (base to next) into a person's JSON, by key; in arrays of objects by
 * their name, in arrays of strings by the string. A value that both changed becomes a conflict between
 * markers, which no JSON reader takes. Text that is no JSON is merged by lines.
 */
export function mergeJson(
  base: string | null,
  yours: string,
  next: string,
  manner: Manner = {},
): string {
  const shape = splitLines(yours);
  const plain = (text: string) =>
    splitLines(text)
      .lines.map((line) => line.text)
      .join('\n');
  const [o, a, b] = [
    base === null ? null : parseJson(plain(base)),
    parseJson(plain(yours)),
    parseJson(plain(next)),
  ];
  if (!a || !b || (base !== null && !o)) return mergeText(base, yours, next);
  if (o) manner.align?.({ base: o.root, yours: a.root, next: b.root });
  const merge = new Merge(styleOf(a.root), manner);
  const merged = merge.value(o?.root, a.root, b.root, { outer: '', path: [], owns: false });
  if (merged === null) return mergeText(base, yours, next);
  const lines = splitLines(a.before + written(merged) + a.after).lines;
  const ends = lines.map(({ text }) => ({ text, end: '' as const }));
  return inShapeOf(ends, shape, splitLines(next));
}

/** Where in the document a merge is. */
interface Place {
  /** Blanks before the line on which the value begins. */
  outer: string;
  /** The keys that lead to the value; none for the outermost. */
  path: readonly string[];
  /** Whether the generator's values win here. */
  owns: boolean;
}

class Merge {
  readonly #style: Style;
  readonly #manner: Manner;

  constructor(style: Style, manner: Manner) {
    this.#style = style;
    this.#manner = manner;
  }

  /** The merged value, or null where both sides changed it and it cannot be merged inside. */
  value(
    base: JsonNode | undefined,
    yours: JsonNode,
    next: JsonNode,
    place: Place,
  ): JsonNode | null {
    const [o, a, b] = [base && canonical(base), canonical(yours), canonical(next)];
    const wins = place.owns || (place.path.length === 0 && this.#manner.owned !== undefined);
    if (a === b || (o === b && !wins)) return yours;
    const inside = this.#inside(base, yours, next, place);
    if (inside) return inside;
    // A list that the person has on one line stays on one.
    const style = isOnOneLine(yours) ? { ...this.#style, indent: null } : this.#style;
    return o === a || place.owns ? reindented(next, place.outer, style) : null;
  }

  #inside(
    base: JsonNode | undefined,
    yours: JsonNode,
    next: JsonNode,
    place: Place,
  ): JsonNode | null {
    const old = base && isContainer(base) && base.kind === yours.kind ? base : undefined;
    if (!isContainer(yours) || !isContainer(next) || yours.kind !== next.kind) return null;
    if (yours.kind === 'object') return this.#members(old, yours, next, place);
    const keyed = place.owns ? null : byName(old, yours, next);
    if (!keyed) return null;
    const merged = this.#members(keyed.base, keyed.yours, keyed.next, place);
    const ordered = inOrderOfNext(keyed.base, keyed.yours, keyed.next, merged);
    return tidyLeads(ordered, keyed.yours, place.outer, this.#style);
  }

  #members(
    base: Container | undefined,
    yours: Container,
    next: Container,
    place: Place,
  ): Container {
    const merged: Container = { ...yours, parts: [] };
    for (const part of yours.parts) {
      const kept = this.#member(find(base, part.key), part, find(next, part.key), place);
      if (kept) merged.parts.push(kept);
    }
    for (const [at, part] of next.parts.entries()) {
      if (find(yours, part.key)) continue;
      const old = find(base, part.key);
      const wasDeleted =
        old !== undefined &&
        (canonical(old.value) === canonical(part.value) ||
          this.#manner.isPersonal?.([...place.path, part.key]) === true);
      if (wasDeleted && !place.owns) continue;
      const added = this.#added(yours, part, place.outer);
      if (old && !place.owns)
        added.value = this.#conflict(
          added,
          old,
          undefined,
          part,
          indentation(added.lead, place.outer),
        );
      if (merged.parts.length === 0 && added.lead.includes('\n'))
        merged.closing = `\n${place.outer}`;
      merged.parts.splice(slot(merged, next, at), 0, added);
    }
    return tidyLeads(merged, yours, place.outer, this.#style);
  }

  /** What becomes of a member that the person's text has; undefined: it goes. */
  #member(
    base: Part | undefined,
    yours: Part,
    next: Part | undefined,
    place: Place,
  ): Part | undefined {
    const outer = indentation(yours.lead, place.outer);
    if (!next) {
      if (!base) return yours;
      if (place.owns || canonical(base.value) === canonical(yours.value)) return undefined;
      return { ...yours, value: this.#conflict(yours, base, yours, undefined, outer) };
    }
    const path = [...place.path, yours.key];
    const owns = place.owns || (path.length === 1 && yours.key === this.#manner.owned);
    const value = this.value(base?.value, yours.value, next.value, { outer, path, owns });
    if (value === null && base && this.#manner.isPersonal?.(path)) return yours;
    return { ...yours, value: value ?? this.#conflict(yours, base, yours, next, outer) };
  }

  /** A member that only the generator's text has, written as the person's other members are. */
  #added(yours: Container, part: Part, outer: string): Part {
    const lead = leadOfNew(yours, outer, this.#style);
    const style = lead.includes('\n') ? this.#style : { ...this.#style, indent: null };
    const colon = yours.parts[0]?.label.match(/\s*:\s*$/)?.[0] ?? `:${this.#style.gap}`;
    const label = part.label && jsonText(part.key) + colon;
    const value = reindented(part.value, indentation(lead, outer), style);
    return { key: part.key, lead, label, value, trail: '' };
  }

  #conflict(
    at: Part,
    base: Part | undefined,
    yours: Part | undefined,
    next: Part | undefined,
    outer: string,
  ): Conflicting {
    const text = (part: Part | undefined) =>
      part ? at.label + written(reindented(part.value, outer, this.#style)) : null;
    return {
      kind: 'conflict',
      yours: yours ? yours.label + written(yours.value) : null,
      base: text(base),
      next: text(next),
    };
  }
}

function isOnOneLine(node: JsonNode): boolean {
  return (
    isContainer(node) &&
    node.parts.length > 0 &&
    !node.parts.some((part) => part.lead.includes('\n'))
  );
}

function isContainer(node: JsonNode): node is Container {
  return node.kind === 'object' || node.kind === 'array';
}

/** The members of each container by their keys, made when first asked for. */
const indexes = new WeakMap<Container, Map<string, Part>>();

/** A member of a container that is no longer added to. */
function find(container: Container | undefined, key: string): Part | undefined {
  if (!container) return undefined;
  const known = indexes.get(container);
  if (known) return known.get(key);
  const index = new Map(container.parts.map((part) => [part.key, part]));
  indexes.set(container, index);
  return index.get(key);
}

/** Where the generator's member number `from` goes: after the one that it follows in the generator's text. */
function slot(merged: Container, next: Container, from: number): number {
  const at = (part: Part) => merged.parts.findIndex((other) => other.key === part.key);
  const earlier = next.parts.slice(0, from).findLast((part) => at(part) >= 0);
  if (earlier) return at(earlier) + 1;
  const later = next.parts.slice(from + 1).find((part) => at(part) >= 0);
  return later ? at(later) : merged.parts.length;
}

/** Three arrays with their items keyed by name, or null where the items have no names of their own. */
function byName(base: Container | undefined, yours: Container, next: Container) {
  const sides = base ? [base, yours, next] : [yours, next];
  const ways = [
    (node: JsonNode) => (node.kind === 'scalar' && node.raw.startsWith('"') ? node.raw : undefined),
    ...NAMES.map((name) => (node: JsonNode) => {
      const value = node.kind === 'object' ? find(node, name)?.value : undefined;
      return value?.kind === 'scalar' ? value.raw : undefined;
    }),
  ];
  for (const way of ways) {
    const named = sides.map((side) => withKeys(side, way));
    if (named.every((side) => side !== null)) {
      const [a, b] = named.slice(-2) as [Container, Container];
      return { base: base && (named[0] as Container), yours: a, next: b };
    }
  }
  return null;
}

function withKeys(array: Container, nameOf: (node: JsonNode) => string | undefined) {
  const names = array.parts.map((part) => nameOf(part.value));
  if (names.includes(undefined) || new Set(names).size < names.length) return null;
  return {
    ...array,
    parts: array.parts.map((part, at) => ({ ...part, key: names[at] as string })),
  };
}

/** Where the person left the order of items alone, the generator's new order is taken. */
function inOrderOfNext(
  base: Container | undefined,
  yours: Container,
  next: Container,
  merged: Container,
): Container {
  const shared = (one: Container, other: Container | undefined) =>
    one.parts.filter((part) => find(other, part.key)).map((part) => part.key);
  if (!base || shared(yours, base).join('\n') !== shared(base, yours).join('\n')) return merged;
  const ranks = new Map(next.parts.map((part, rank) => [part.key, rank]));
  /** The person's own items travel with the item that they follow. */
  const groups: { rank: number; parts: Part[] }[] = [{ rank: -1, parts: [] }];
  for (const part of merged.parts) {
    const rank = ranks.get(part.key);
    if (rank === undefined) groups.at(-1)?.parts.push(part);
    else groups.push({ rank, parts: [part] });
  }
  groups.sort((one, other) => one.rank - other.rank);
  return { ...merged, parts: groups.flatMap((group) => group.parts) };
}
