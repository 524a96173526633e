/** Checks the calls of a pickle, and what it sets on their results. */
import { knownName } from './known/lookup.ts';
import { kindOfKnown } from './known.ts';
import { checkKeywords, checkState } from './state.ts';
import { calleeOf, isMade, itemsOf, kindOf, type Made, shown, type Value } from './values.ts';

/** Built-in classes that `copyreg._reconstructor` accepts as the base of an instance. */
const BASES =
  /^(builtins|__builtin__)\.(object|dict|list|tuple|set|frozenset|int|long|float|complex|str|unicode|bytes|bytearray)$/;

/**
 * Checks the arguments of a call, in addition to the name: what a known function may do with
 * unusual arguments.
 * @param how the opcode: NEWOBJ makes an instance without running the class's `__init__`
 * @returns what no harmless pickle does, as text, or null
 * Source: `copyreg.py` of CPython 3.14, `torch/_tensor.py` of torch 2.13.
 */
export function checkCall(name: string, args: Value, how: 'call' | 'newobj'): string | null {
  const items = kindOf(args) === 'tuple' ? itemsOf(args) : null;
  // A tuple that is the result of a call could hold anything.
  if (items === null) return `${name} called with something other than a tuple`;
  const last = name.slice(name.lastIndexOf('.') + 1);
  // joblib's Memory before 0.12 is made by a call; without a folder it does nothing.
  const idle = name === 'sklearn.externals.joblib.memory.Memory' && items?.[0] === null;
  if (how === 'call' && kindOfKnown(name) === 'instance' && items?.length !== 0 && !idle) {
    return `${name} called with arguments: can open files or run text that the pickle names`;
  }
  if (kindOfKnown(name) === 'value') return `${name} called: it is a value, not a function`;
  if (name === 'functools.partial') return checkPartial(items);
  if (/^__(generator|randomstate|RandomState)_ctor$/.test(last) && items !== null) {
    const other = items.slice(1).find((each) => each !== null);
    const maker = other === undefined ? '' : (calleeOf(other)?.name ?? '');
    if (other !== undefined && !/^numpy\.random\._pickle\.__\w+_ctor$/.test(maker)) {
      return `${name} set to call ${shown(other)}`;
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
      return `${name} set to call ${inner === undefined ? 'nothing' : shown(inner)}`;
    }
    const typeName = type === undefined ? null : (calleeOf(type)?.name ?? null);
    return checkCall(called, given ?? null, 'call') ?? checkState(typeName, state ?? null);
  }
  if (last === '_rebuild_parameter_with_state') {
    return checkState('torch.nn.parameter.Parameter', items?.[3] ?? null);
  }
  return null;
}

/** Checks what `functools.partial` would call later: it must be one that only computes. */
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

/** Functions that make an instance of the class in their first argument. */
const OF_CLASS =
  /^(_reconstruct|_reconstructor|__newobj__|__newobj_ex__|newObj|new_object|_mareconstruct|_new_\w+|__pyx_unpickle_\w+)$/;

/** Whether a call makes an instance of a computed class. */
function ofComputedClass({ callee: { name }, args }: Made): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const first = itemsOf(args)?.[0];
  const plain = first !== undefined && calleeOf(first) !== null;
  if (last === '__bit_generator_ctor') return !(plain || typeof first === 'string');
  return OF_CLASS.test(last) && !plain;
}

/**
 * Checks the value that a state (BUILD) is set on or items are added to.
 * @returns what no harmless pickle does, as text, or null
 */
export function checkTarget(target: Value, what: 'a state set' | 'items added'): string | null {
  const to = what === 'a state set' ? 'on' : 'to';
  if (isMade(target)) {
    const { name } = target.callee;
    // A function may return its argument: a class, whose methods would then be replaced.
    if (ofComputedClass(target)) return `${what} ${to} an object of a computed class`;
    const any = kindOfKnown(name) === 'function' && !makesInstances(name);
    return any ? `${what} ${to} the result of ${name}: can replace a class's methods` : null;
  }
  if (what === 'items added' && ['list', 'set', 'dict', 'tuple'].includes(kindOf(target) ?? '')) {
    return null;
  }
  const name = calleeOf(target)?.name;
  return name === undefined
    ? `${what} ${to} ${shown(target)}`
    : `${what} ${to} the import ${name}: can replace its methods`;
}

/** Checks a state that BUILD sets on the result of a call. Returns as `checkState` does. */
export function checkBuild(target: Made, state: Value): string | null {
  const name = classBehind(target);
  if (name === 'functools.partial') {
    const [, , keywords, attributes] = itemsOf(state) ?? [];
    const found =
      checkPartial(itemsOf(state)) ??
      checkKeywords(name, keywords ?? null) ??
      checkKeywords(name, attributes ?? null);
    if (found !== null) return found;
  }
  return checkState(name, state);
}

/** The name of the class that a state is set on, or else of the function that made the object. */
function classBehind(target: Made): string {
  const { name } = target.callee;
  if (kindOfKnown(name) !== 'function') return name;
  const first = itemsOf(target.args)?.[0];
  return (first === undefined ? null : calleeOf(first)?.name) ?? name;
}

/**
 * Whether a known function returns a new object of a given class, never one of its arguments: its
 * result may get a state or items, like the result of calling a class.
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
