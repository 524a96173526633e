import type { KnownKind } from './known/lookup.ts';

export { kindOfKnown } from './known.ts';

/**
 * What a name of the allow-list is: what may be done with what a call of it gives hangs on it.
 * `instance`: a class that is made without a call, because its constructor opens files or runs text.
 */
export type Kind = KnownKind;

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
