/** Where each value of a JSON text stands, so that a fault can be shown by its line. */
import type { Path } from './schema.ts';

/** One value with the keys to it. */
export interface Place {
  path: Path;
  /** From 1; of a member the line of its key. */
  line: number;
  /** A number as it is written, which its value no longer tells: `1.0`. */
  number?: string;
}

/** Every value of a text in its order; a key that is repeated comes twice. The text must be JSON. */
export function placesIn(text: string): Place[] {
  const places: Place[] = [];
  /** The containers around the place, each with the key or index that comes next. */
  const around: { array: boolean; next: string | number; line: number }[] = [];
  let line = 1;
  let wantsKey = false;
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const inner = around.at(-1);
    if (token === '\n') line++;
    else if (token === '}' || token === ']') {
      around.pop();
      wantsKey = false;
    } else if (token === ',') {
      if (inner?.array) inner.next = Number(inner.next) + 1;
      wantsKey = inner?.array === false;
    } else if (wantsKey && inner) {
      inner.next = JSON.parse(token);
      inner.line = line;
      wantsKey = false;
    } else if (token !== ':') {
      const place: Place = {
        path: around.map(({ next }) => next),
        line: inner && !inner.array ? inner.line : line,
      };
      if (/^[-\d]/.test(token)) place.number = token;
      places.push(place);
      if (token === '{' || token === '[') {
        around.push({ array: token === '[', next: token === '[' ? 0 : '', line });
        wantsKey = token === '{';
      }
    }
  }
  return places;
}

/** The line of a path, or of the innermost value around it that is there. */
export function lineOf(places: readonly Place[], path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const wanted = path.slice(0, length);
    const found = places.find((place) => samePath(place.path, wanted));
    if (found) return found.line;
  }
  return 1;
}

/** Whether two paths lead to the same place. */
export function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}
