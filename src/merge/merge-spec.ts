import { jsonText } from '../core/text.ts';
import type { Container, JsonNode, Part } from './json-tree.ts';
import type { Manner } from './merge-json.ts';

const SECTIONS = ['inputs', 'outputs'];

/**
 * Whether a value is the person's once they changed it: names and descriptions are for people to read,
 * and a flag is part of how they call their image. The generator only derives its own from the model.
 */
function isPersonal(path: readonly string[]): boolean {
  const [section = '', _part, field = ''] = path;
  if (path.length === 1) return ['name', 'description'].includes(section);
  const ofPart = path.length === 3 && SECTIONS.includes(section);
  return ofPart && ['name', 'description', 'flag'].includes(field);
}

/** The specification as three trees. */
interface Sides {
  base: JsonNode;
  yours: JsonNode;
  next: JsonNode;
}

/**
 * Gives the same input or output one key on all three sides, also in `order`: the person's where they
 * renamed it, else the generator's new one. Else a renamed input would be one that the generator took
 * away and the person added, with the signature of a model that is gone.
 */
function align(sides: Sides): void {
  for (const name of SECTIONS) {
    const [base, yours, next] = [sides.base, sides.yours, sides.next].map((root) =>
      containerIn(root, name, 'object'),
    );
    if (!base || !yours || !next) continue;
    const mine = partners(base, yours);
    const news = partners(base, next);
    for (const part of [...base.parts]) {
      const [own, made] = [mine.get(part), news.get(part)];
      if (!own) continue;
      const key = own.key === part.key && made ? made.key : own.key;
      const renamed = [
        { root: sides.base, section: base, part },
        { root: sides.yours, section: yours, part: own },
        ...(made ? [{ root: sides.next, section: next, part: made }] : []),
      ].filter((side) => side.part.key !== key);
      const taken = (side: { root: JsonNode }) => keysIn(side.root).includes(key);
      if (!renamed.some(taken)) for (const side of renamed) rename(side.root, side.part, key);
    }
    const gone = base.parts.filter((part) => !news.has(part));
    const come = next.parts.filter((part) => ![...news.values()].includes(part));
    for (const [at, { key }] of gone.entries()) {
      const instead = come[at]?.key;
      if (instead !== undefined) takePlace(sides, key, instead);
    }
  }
}

/** How model-spec.json is merged. */
export const SPEC_MANNER: Manner = { isPersonal, align };

/** For each part of the base the same one of the other side: by key, by its tensor's name, or the only one. */
function partners(base: Container, other: Container): Map<Part, Part> {
  const found = new Map<Part, Part>();
  const free = () => other.parts.filter((part) => ![...found.values()].includes(part));
  for (const part of base.parts) {
    const same = other.parts.find(({ key }) => key === part.key);
    if (same) found.set(part, same);
  }
  for (const part of base.parts.filter((one) => !found.has(one))) {
    const tensor = tensorName(part);
    const same = tensor && free().find((one) => tensorName(one) === tensor);
    if (same) found.set(part, same);
  }
  const [only] = base.parts;
  const [one] = other.parts;
  if (only && one && base.parts.length === 1 && other.parts.length === 1) found.set(only, one);
  return found;
}

/** The name of a part's tensor, as it is written; undefined where there is none. */
function tensorName({ value }: Part): string | undefined {
  const name = containerIn(value, 'tensor', 'object')?.parts.find(({ key }) => key === 'name');
  return name?.value.kind === 'scalar' ? name.value.raw : undefined;
}

/** Every key of an input, output or param, and every word of `order`. */
function keysIn(root: JsonNode): string[] {
  const sections = [...SECTIONS, 'params'].flatMap(
    (name) => containerIn(root, name, 'object')?.parts ?? [],
  );
  return [...sections.map(({ key }) => key), ...words(root).map(({ value }) => textOf(value))];
}

/** Renames a part in its section and in `order`, and leaves all else as it is written. */
function rename(root: JsonNode, part: Part, key: string): void {
  for (const word of words(root)) {
    if (textOf(word.value) === part.key) word.value = { kind: 'scalar', raw: jsonText(key) };
  }
  part.label = part.label.replace(/^"(?:[^"\\]|\\.)*"/, () => jsonText(key));
  part.key = key;
}

/** In `order` a new part takes the place of the one that it replaces, among the user's. */
function takePlace({ base, yours }: Sides, gone: string, come: string): void {
  for (const root of [base, yours]) {
    const order = words(root);
    if (order.some(({ value }) => textOf(value) === come)) continue;
    for (const word of order) {
      if (textOf(word.value) === gone) word.value = { kind: 'scalar', raw: jsonText(come) };
    }
  }
}

function words(root: JsonNode): Part[] {
  return containerIn(root, 'order', 'array')?.parts ?? [];
}

function textOf(value: JsonNode): string {
  return value.kind === 'scalar' && value.raw.startsWith('"') ? JSON.parse(value.raw) : '';
}

function containerIn(node: JsonNode, key: string, kind: Container['kind']): Container | undefined {
  const value =
    node.kind === 'object' ? node.parts.find((part) => part.key === key)?.value : undefined;
  return value?.kind === kind ? (value as Container) : undefined;
}
