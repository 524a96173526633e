/**
 * What stands on the stack of the pickle machine: descriptions of what Python would make, never
 * the thing itself. None, booleans, small numbers and short texts are plain values.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Opaque
  | Sequence
  | Mapping
  | Global
  | Made
  | Persistent;

/** Something whose content is of no interest: long texts, bytes, integers beyond 2^53. */
export interface Opaque {
  kind: 'opaque';
}

/** A list, tuple or set. */
export interface Sequence {
  kind: 'list' | 'tuple' | 'set';
  /** The first items; `length` counts all. */
  items: Value[];
  length: number;
}

/** A dict. */
export interface Mapping {
  kind: 'dict';
  /** The first pairs, flat: key, value, key, value; `length` counts all. */
  items: Value[];
  length: number;
}

/** A name that unpickling would import. */
export interface Global {
  kind: 'global';
  /** Dotted: module, then the name. */
  name: string;
}

/** What a call would give. */
export interface Made {
  kind: 'made';
  /** The import that is called. */
  callee: Global;
  args: Value;
  /** What BUILD sets on it. */
  state: Value | undefined;
  /** What APPEND and SETITEM add to it, flat. */
  items: Value[];
  length: number;
}

/** A reference that the program which loads it resolves: a tensor's storage in PyTorch. */
export interface Persistent {
  kind: 'persistent';
  id: Value;
}

/** The items of everything empty: never added to, but replaced. */
export const NOTHING: Value[] = [];

/** The one opaque value: they have nothing to tell them apart. */
export const OPAQUE: Opaque = { kind: 'opaque' };

/** The kind of a value that is neither None nor plain. */
export function kindOf(value: Value | undefined): string | null {
  return typeof value === 'object' && value !== null ? value.kind : null;
}

/** Whether a value is an import. */
function isGlobal(value: Value | undefined): value is Global {
  return kindOf(value) === 'global';
}

/** Whether a value is what a call would give. */
export function isMade(value: Value | undefined): value is Made {
  return kindOf(value) === 'made';
}

/**
 * The import that a call would call, or null where it is none. torch before 1.6 wraps a module's
 * class as the persistent id ('module', class, file, source).
 */
export function calleeOf(value: Value): Global | null {
  if (isGlobal(value)) return value;
  if (kindOf(value) !== 'persistent') return null;
  const id = itemsOf((value as Persistent).id);
  return id?.[0] === 'module' && isGlobal(id[1]) ? id[1] : null;
}

/** The items of a tuple or list, else null. */
export function itemsOf(value: Value | undefined): Value[] | null {
  const sequence = value as Sequence;
  return kindOf(value) === 'tuple' || kindOf(value) === 'list' ? sequence.items : null;
}

/**
 * The pairs of a dict, or of a call's result that was filled like one: an OrderedDict, which
 * Python 2 pickled as a call with a list of pairs.
 */
export function pairsOf(value: Value | undefined): [Value, Value][] | null {
  if (kindOf(value) !== 'dict' && !isMade(value)) return null;
  const { items } = value as Mapping | Made;
  if (isMade(value) && items.length === 0) {
    const given = (itemsOf(itemsOf(value.args)?.[0]) ?? []).map(itemsOf);
    return given.filter((pair) => pair?.length === 2) as [Value, Value][];
  }
  const pairs: [Value, Value][] = [];
  for (let at = 0; at + 1 < items.length; at += 2) {
    pairs.push([items[at] as Value, items[at + 1] as Value]);
  }
  return pairs;
}

/** What pickles call to make an instance of the class that is their first argument. */
const MAKERS = /^(copyreg|copy_reg)\.(_reconstructor|__newobj__|__newobj_ex__)$/;

/** The dotted name of the class that a call makes an instance of (or of the function it calls). */
export function classOf(made: Made): string {
  const first = MAKERS.test(made.callee.name) ? itemsOf(made.args)?.[0] : undefined;
  return isGlobal(first) ? first.name : made.callee.name;
}

/** Everything that a container or a call's result holds; nothing for other values. */
export function itemsIn(value: Value | undefined): Value[] {
  return typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
}

/** What a dict holds under a text key (the last one counts), or undefined. */
export function entry(value: Value | undefined, key: string): Value | undefined {
  return pairsOf(value)?.findLast(([name]) => name === key)?.[1];
}

/** A value in words, for a finding. */
export function shown(value: Value): string {
  if (isGlobal(value)) return `the import ${value.name}`;
  if (isMade(value)) return `what ${value.callee.name} gives`;
  return kindOf(value) === 'opaque' ? 'something computed' : 'a plain value';
}
