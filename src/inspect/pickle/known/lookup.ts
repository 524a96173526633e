/** The lists of known names. */
import past from './past.json' with { type: 'json' };
import present from './present.json' with { type: 'json' };

/**
 * What a pickle may do with a known name: `class`: call it, make an instance of it, set its state;
 * `instance`: the same except for the call (its constructor opens files or runs a text);
 * `function`: call it; `value`: refer to it.
 */
export type KnownKind = 'class' | 'instance' | 'function' | 'value';

/** A list of `scripts/known/names.py`: by module and reason, names separated by blanks. */
interface NameList {
  /** The releases that the names are from, by package. */
  releases: Record<string, string>;
  /** By the short name of a reason: the kind, and why the name is harmless. */
  reasons: Record<string, { kind: string; why: string }>;
  modules: Record<string, Partial<Record<string, string>>>;
}

/** A known name: its short reason, such as `distribution`, its kind, and why it is harmless. */
export interface KnownName {
  reason: string;
  kind: KnownKind;
  why: string;
}

let byName: Map<string, KnownName> | undefined;

/**
 * The entry of a name in the lists; null if it is in none.
 * @param name dotted, module and name; looked up as a whole
 */
export function knownName(name: string): KnownName | null {
  byName ??= new Map([past, present].flatMap((list) => [...entries(list)]));
  return byName.get(name) ?? null;
}

/** The committed lists: names of past and of present releases. */
export function nameLists(): NameList[] {
  return [past, present];
}

function* entries({ reasons, modules }: NameList): Generator<[string, KnownName]> {
  for (const [module, groups] of Object.entries(modules)) {
    for (const [reason, names] of Object.entries(groups)) {
      const { kind, why } = reasons[reason] as { kind: KnownKind; why: string };
      const known = { reason, kind, why };
      for (const name of (names as string).split(' ')) yield [`${module}.${name}`, known];
    }
  }
}
