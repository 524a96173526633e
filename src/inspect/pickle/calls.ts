import { knownName } from './known/lookup.ts';
import { kindOfKnown } from './known.ts';
import { checkKeywords, checkState } from './state.ts';
import { calleeOf, isMade, itemsOf, kindOf, type Made, shown, type Value } from './values.ts';

/** Built-in classes that `copyreg._reconstructor` makes the base of an instance. */
const BASES =
  /^(builtins|__builtin__)\.(object|dict|list|tuple|set|frozenset|int|long|float|complex|str|unicode|bytes|bytearray)$/;

/**
 * Judges a call of a name with these arguments, beyond the judgement of the name itself: what a
 * known function may do with odd arguments.
 * @param how the opcode: NEWOBJ makes an instance without running the class's `__init__`
 * @returns what no harmless pickle does, in words, or null
 * Source: `copyreg.py` of CPython 3.14, `torch/_tensor.py` of torch 2.13.
 */
export function checkCall(name: string, args: Value, how: 'call' | 'newobj'): string | null {
  const items = kindOf(args) === 'tuple' ? itemsOf(args) : null;
  // A tuple that a call gives could hold anything.
  if (items === null) return `${name} called with what are no arguments`;
  const last = name.slice(name.lastIndexOf('.') + 1);
  // joblib's Memory of before 0.12 is made by a call; without a folder it does nothing.
  const idle = name === 'sklearn.externals.joblib.memory.Memory' && items?.[0] === null;
  if (how === 'call' && kindOfKnown(name) === 'instance' && items?.length !== 0 && !idle) {
    return `${name} called with arguments: can open files or run text that the pickle names`;
  }
  if (kindOfKnown(name) === 'value') return `${name} called: it is only to be referred to`;
  if (name === 'functools.partial') return checkPartial(items);
  if (/^__(generator|randomstate|RandomState)_ctor$/.test(last) && items !== null) {
    const other = items.slice(1).find((each) => each !== null);
    const maker = other === undefined ? '' : (calleeOf(other)?.name ?? '');
    if (other !== undefined && !/^numpy\.random\._pickle\.__\w+_ctor$/.test(maker)) {
      return `${name} told to call ${shown(other)}`;
    }
  }
  if (/^copy_?reg\.\w+$/.test(name)) {
    const [made, base] = items ?? [];
    const odd = `${name} called with odd arguments: can run the code of other classes`;
    if (made === undefined || calleeOf(made) === null) return odd;
    if (last === '__newobj_ex__') return checkKeywords(name, items?.[2] ?? null);
    if (last !== '_reconstructor') return null;
    const baseName = base === undefined ? null : calleeOf(base)?.name;
    return baseName != null && BASES.test(baseName) ? null : odd;
  }
  if (last === '_rebuild_from_type_v2') {
    const [inner, type, given, state] = items ?? [];
    const called = inner === undefined ? undefined : calleeOf(inner)?.name;
    if (called === undefined || !/^torch\._utils\._rebuild_\w+$/.test(called)) {
      return `${name} told to call ${inner === undefined ? 'nothing' : shown(inner)}`;
    }
    const typeName = type === undefined ? null : (calleeOf(type)?.name ?? null);
    return checkCall(called, given ?? null, 'call') ?? checkState(typeName, state ?? null);
  }
  if (last === '_rebuild_parameter_with_state') {
    return checkState('torch.nn.parameter.Parameter', items?.[3] ?? null);
  }
  return null;
}

/** Judges what `functools.partial` would call later: a class or function that only computes. */
export function checkPartial(given: readonly Value[] | null): string | null {
  const [called] = given ?? [];
  if (called === undefined) return null;
  const name = calleeOf(called)?.name ?? null;
  if (name === null) {
    const again = isMade(called) && called.callee.name === 'functools.partial';
    return again ? null : `functools.partial of ${shown(called)}`;
  }
  const { kind, reason } = knownName(name) ?? {};
  const makes = kind === 'instance' || kind === 'value' || reason === 'rebuild';
  return makes ? `functools.partial of ${name}: can make objects of any class` : null;
}

/** Functions that make an instance of the class that they are given first. */
const OF_CLASS =
  /^(_reconstruct|_reconstructor|__newobj__|__newobj_ex__|newObj|new_object|_mareconstruct|_new_\w+|__pyx_unpickle_\w+)$/;

/** Whether a call makes an instance of a class that is itself computed. */
function ofComputedClass({ callee: { name }, args }: Made): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const first = itemsOf(args)?.[0];
  const plain = first !== undefined && calleeOf(first) !== null;
  if (last === '__bit_generator_ctor') return !(plain || typeof first === 'string');
  return OF_CLASS.test(last) && !plain;
}

/**
 * Judges a state (BUILD) set on, or items added to, a value.
 * @returns what no harmless pickle does, in words, or null
 */
export function checkTarget(target: Value, what: 'a state set' | 'items added'): string | null {
  const to = what === 'a state set' ? 'on' : 'to';
  if (isMade(target)) {
    const { name } = target.callee;
    // What a function gives may be what it was given: a class, whose methods would be replaced.
    if (ofComputedClass(target)) return `${what} ${to} an object of a class that is computed`;
    const any = kindOfKnown(name) === 'function' && !makesInstances(name);
    return any ? `${what} ${to} what ${name} gives: can replace a class's methods` : null;
  }
  if (what === 'items added' && ['list', 'set', 'dict', 'tuple'].includes(kindOf(target) ?? '')) {
    return null;
  }
  const name = calleeOf(target)?.name;
  return name === undefined
    ? `${what} ${to} ${shown(target)}`
    : `${what} ${to} the import ${name}: can replace its methods`;
}

/** Judges a state that BUILD sets on what a call made, or null. */
export function checkBuild(target: Made, state: Value): string | null {
  const name = classBehind(target);
  if (name === 'functools.partial') {
    const [, , keywords, own] = itemsOf(state) ?? [];
    const found =
      checkPartial(itemsOf(state)) ??
      checkKeywords(name, keywords ?? null) ??
      checkKeywords(name, own ?? null);
    if (found !== null) return found;
  }
  return checkState(name, state);
}

/** The name of the class that a state is set on, where it can be told. */
function classBehind(target: Made): string {
  const { name } = target.callee;
  if (kindOfKnown(name) !== 'function') return name;
  const first = itemsOf(target.args)?.[0];
  return (first === undefined ? null : calleeOf(first)?.name) ?? name;
}

/**
 * Known functions that give a new object of the class that they are told, and nothing that was
 * given to them: what they give may be given a state or items, as it is of a class's own call.
 */
export function makesInstances(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return (
    MAKERS.has(last) ||
    /^(_new_\w+|__pyx_unpickle_\w+|_rebuild_\w+|__\w+_ctor|__RandomState_ctor)$/.test(last)
  );
}

const MAKERS = new Set(
  `_reconstruct _reconstructor __newobj__ __newobj_ex__ newObj new_object _mareconstruct _frombuffer
   _unpickle_block _restore_array _unpickle_timestamp _convert_to_stringdtype_kwargs`.split(/\s+/),
);
