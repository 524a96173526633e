/**
 * A value on the stack of the pickle machine: a description of what Python would make. None,
 * booleans, small numbers and short texts are plain values.
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

/** A value whose content is not kept: long texts, bytes, integers beyond 2^53. */
export interface Opaque {
  kind: 'opaque';
}

/** A list, tuple or set. */
export interface Sequence {
  kind: 'list' | 'tuple' | 'set';
  /** The first items; `length` is the number of all. */
  items: Value[];
  length: number;
}

/** A dict. */
export interface Mapping {
  kind: 'dict';
  /** The first pairs, flat: key, value, key, value; `length` is the number of all pairs. */
  items: Value[];
  length: number;
}

/** A name that unpickling would import. */
export interface Global {
  kind: 'global';
  /** Dotted: module, then the name. */
  name: string;
}

/** The result of a call. */
export interface Made {
  kind: 'made';
  /** The import that would be called. */
  callee: Global;
  args: Value;
  /** What BUILD sets on it. */
  state: Value | undefined;
  /** What APPEND and SETITEM add to it, flat. */
  items: Value[];
  length: number;
}

/** A reference that the loading program resolves, such as a tensor's storage in PyTorch. */
export interface Persistent {
  kind: 'persistent';
  id: Value;
}

/** The items of every empty value: replaced when items are added, never changed. */
export const NOTHING: Value[] = [];

/** The only opaque value; all of them are alike. */
export const OPAQUE: Opaque = { kind: 'opaque' };

/** The kind of a value that is neither None nor plain. */
export function kindOf(value: Value | undefined): string | null {
  return typeof value === 'object' && value !== null ? value.kind : null;
}

/** Whether a value is an import. */
function isGlobal(value: Value | undefined): value is Global {
  return kindOf(value) === 'global';
}

/** Whether a value is the result of a call. */
export function isMade(value: Value | undefined): value is Made {
  return kindOf(value) === 'made';
}

/**
 * The import that a call of the value would call, or null. torch before 1.6 wraps a module's class
 * as the persistent id ('module', class, file, source).
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
 * The pairs of a dict, or of a call's result that was filled like a dict: an OrderedDict, which
 * Python 2 pickled as a call with a list of pairs. Null for any other value.
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

/** Functions that pickles call to make an instance of the class in the first argument. */
const MAKERS = /^(copyreg|copy_reg)\.(_reconstructor|__newobj__|__newobj_ex__)$/;

/** The dotted name of the class that a call makes an instance of, or of the function it calls. */
export function classOf(made: Made): string {
  const first = MAKERS.test(made.callee.name) ? itemsOf(made.args)?.[0] : undefined;
  return isGlobal(first) ? first.name : made.callee.name;
}

/** The items of a container or a call's result; none for other values. */
export function itemsIn(value: Value | undefined): Value[] {
  return typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
}

/** The value of a text key in a dict (the last one counts), or undefined. */
export function entry(value: Value | undefined, key: string): Value | undefined {
  return pairsOf(value)?.findLast(([name]) => name === key)?.[1];
}

/** A value as text, for a finding. */
export function shown(value: Value): string {
  if (isGlobal(value)) return `the import ${value.name}`;
  if (isMade(value)) return `the result of ${value.callee.name}`;
  return kindOf(value) === 'opaque' ? 'something computed' : 'a plain value';
}
