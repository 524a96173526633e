/** Calls that look up methods: how Python and cloudpickle pickle a bound method. */
import { knownName } from './known/lookup.ts';
import {
  calleeOf,
  classOf,
  type Global,
  isMade,
  itemsOf,
  kindOf,
  OPAQUE,
  type Value,
} from './values.ts';

/**
 * Python pickles a bound method as a call of `getattr` with the object and the method's name;
 * cloudpickle as a call of `types.MethodType`, which it gets from `_builtin_type`. Both can reach
 * anything, so they are accepted only for methods in the lists of known names.
 * Source: `method_reduce` in CPython's Objects/classobject.c, cloudpickle 3.1 `_method_reduce`.
 */
const LOOKUPS = new Set(['builtins.getattr', '__builtin__.getattr']);
/** numpy before 1.20 pickles a ufunc, such as `log1p`, as a call with its module and name. */
const UFUNCS = /^numpy\._?core\._ufunc_reconstruct$/;
const BUILTIN_TYPE = 'cloudpickle.cloudpickle._builtin_type';
const METHOD_TYPE: Global = { kind: 'global', name: 'types.MethodType' };

/** Whether an import is classified by its calls: the machine does not report it before. */
export function isLookup(name: string): boolean {
  return LOOKUPS.has(name) || name === BUILTIN_TYPE || UFUNCS.test(name);
}

/** The name of such an import among other values, where anything may call it, or null. */
export function lookupIn(values: readonly (Value | undefined)[]): string | null {
  for (const value of values) {
    if (kindOf(value) !== 'global') continue;
    const { name } = value as Global;
    if (isLookup(name) || value === METHOD_TYPE) return name;
  }
  return null;
}

/**
 * The result of a harmless call of such an import: a method of an object, which is opaque; a method
 * of a class or a ufunc, which is an import; the type of methods.
 * @returns null if the call is not one of these
 */
export function boundBy(callee: Global, args: Value): Value | null {
  const items = kindOf(args) === 'tuple' ? itemsOf(args) : null;
  if (callee === METHOD_TYPE) {
    const [method, self] = items ?? [];
    const known = calleeOf(method ?? null);
    return isMade(self) && known !== null && isMethod(known.name) ? OPAQUE : null;
  }
  if (callee.name === BUILTIN_TYPE) {
    return items?.length === 1 && items[0] === 'MethodType' ? METHOD_TYPE : null;
  }
  const [of, method] = items ?? [];
  if (UFUNCS.test(callee.name)) {
    const name = `${typeof of === 'string' ? of : '?'}.${typeof method === 'string' ? method : '?'}`;
    const known = items?.length === 2 && knownName(name)?.reason === 'pure';
    return known ? { kind: 'global', name } : null;
  }
  if (items?.length !== 2 || of === undefined || typeof method !== 'string') return null;
  const owner = isMade(of) ? classOf(of) : (calleeOf(of)?.name ?? '');
  const name = `${owner}.${method}`;
  if (!isMethod(name)) return null;
  return isMade(of) ? OPAQUE : { kind: 'global', name };
}

/** Whether the result of a call is a method of a class or a ufunc, and so an import. */
export function isGlobalMethod(value: Value): value is Global {
  return kindOf(value) === 'global' && value !== METHOD_TYPE;
}

/** Whether a name is a method in the lists of known names. */
function isMethod(name: string): boolean {
  const known = knownName(name);
  return known?.reason === 'method' || name === 'zoneinfo.ZoneInfo._unpickle';
}
