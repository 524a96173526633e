/** Reads the imports of the sources and holds them against the table of floors. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLOORS, type Room } from './floors.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An import statement; `to` is a path of the repository, or a package's name. Types count. */
export interface Import {
  from: string;
  to: string;
}

/** The TypeScript files below a folder, or the file itself, relative to the repository. */
export function sources(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(place, name));
}

/** Every import of a file, `import()` and `export ... from` among them. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map((match) => {
    const target = match[1] as string;
    const to = target.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), target))
      : target;
    return { from: file, to };
  });
}

/** Every import between two modules of a Python package, those inside functions among them. */
export function pythonImportsOf(file: string, root: string): Import[] {
  const text = readFileSync(join(ROOT, root, file), 'utf8');
  const found = text.matchAll(/^ *(?:from|import) (runner(?:\.\w+)*)(?: import \(?([\w, \n]+))?/gm);
  return [...found].flatMap(([, module = '', names = '']) => {
    const path = module.replaceAll('.', '/');
    const inside = names.split(/[\s,]+/).map((name) => `${path}/${name}.py`);
    const to = [`${path}.py`, `${path}/__init__.py`, ...inside];
    return to
      .filter((name) => existsSync(join(ROOT, root, name)))
      .map((name) => ({ from: file, to: name }));
  });
}

export const ROOMS: readonly (Room & { floor: number })[] = FLOORS.flatMap((rooms, at) =>
  rooms.map((room) => ({ ...room, floor: FLOORS.length - at })),
);

/** The room that a file stands in; undefined for a file that the table has no room for. */
export function roomOf(file: string): (typeof ROOMS)[number] | undefined {
  return ROOMS.find(({ path }) => file === path || file.startsWith(`${path}/`));
}

/** The circles of a graph: each set of nodes that reach each other, in the order of their names. */
export function circles(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reach = (start: string) => {
    const seen = new Set<string>();
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      for (const next of arrows.get(node) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
    return seen;
  };
  const reached = new Map([...arrows.keys()].map((node) => [node, reach(node)]));
  const groups = new Map<string, string[]>();
  for (const [node, from] of reached) {
    if (!from.has(node)) continue;
    const circle = [...from].filter((other) => reached.get(other)?.has(node)).sort();
    groups.set(circle.join(), circle);
  }
  return [...groups.values()];
}

/** The arrows between what `name` makes of the two ends of each import. */
export function arrowsOf(
  imports: readonly Import[],
  name: (file: string) => string | undefined,
): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [a, b] = [name(from), name(to)];
    if (a === undefined || b === undefined || a === b) continue;
    arrows.set(a, (arrows.get(a) ?? new Set()).add(b));
  }
  return arrows;
}
