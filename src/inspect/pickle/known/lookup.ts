/** The lists of known names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../core/package.ts';

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
  byName ??= new Map(nameLists().flatMap((list) => [...entries(list)]));
  return byName.get(name) ?? null;
}

/**
 * The committed lists: names of past and of present releases. They are read when needed and are not part
 * of a bundle, since most models hold no pickle.
 */
export function nameLists(): NameList[] {
  const folder = join(packageRoot(), 'src/inspect/pickle/known');
  const texts = ['past.json', 'present.json'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  return texts.map((text) => JSON.parse(text));
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
