import { judgeImport } from './known.ts';

/**
 * What a name of the allow-list is: what may be done with what a call of it gives hangs on it.
 * `instance`: a class that is made without a call, because its constructor opens files or runs text.
 */
export type Kind = 'class' | 'instance' | 'function' | 'value';

/** Names of the allow-list that are written in small letters and are classes all the same. */
const SMALL_CLASSES = new Set(
  `bool bytearray bytes complex date datetime defaultdict deque dict dtype float frozenset int list
   long matrix memmap ndarray newObj object set slice range xrange str time timedelta timezone tuple
   unicode recarray interp1d device finfo iinfo`.split(/\s+/),
);

const READERS =
  /^(xgboost\.core\.Booster|lightgbm\.basic\.Booster|scipy\.stats\.\w+\.(\w+_gen|rv_\w+))$/;

/**
 * What a known import is, or null where it is not known.
 * By Python's way of writing: classes begin with a capital letter, or stand in a short list.
 */
export function kindOfKnown(name: string): Kind | null {
  if (judgeImport(name) !== 'known') return null;
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (READERS.test(name)) return 'instance';
  if (SMALL_CLASSES.has(last)) return 'class';
  if (/^(numpy\.(u?int|float|complex|bool|str|bytes|longdouble))/.test(name)) return 'class';
  if (/^scipy\.sparse\.\w+\.\w+_(matrix|array)$/.test(name)) return 'class';
  return /^_*[A-Z]/.test(last) ? 'class' : 'function';
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
  `_reconstruct _reconstructor __newobj__ __newobj_ex__ newObj _mareconstruct _frombuffer
   _unpickle_block _restore_array _unpickle_timestamp _convert_to_stringdtype_kwargs`.split(/\s+/),
);
