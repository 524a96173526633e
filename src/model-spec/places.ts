/** Finds the line of each value in a JSON text, for faults. */
import type { Path } from './schema.ts';

/** One value and its path. */
export interface Place {
  path: Path;
  /** From 1; for a member the line of its key. */
  line: number;
  /** A number as written, which may differ from its value: `1.0`. */
  number?: string;
}

/** Every value of a JSON text, in order; repeated keys are repeated. */
export function placesIn(text: string): Place[] {
  const places: Place[] = [];
  /** The containers around the place, with the key or index of the next value. */
  const around: { array: boolean; next: string | number; line: number }[] = [];
  let line = 1;
  let expectsKey = false;
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const inner = around.at(-1);
    if (token === '\n') line++;
    else if (token === '}' || token === ']') {
      around.pop();
      expectsKey = false;
    } else if (token === ',') {
      if (inner?.array) inner.next = Number(inner.next) + 1;
      expectsKey = inner?.array === false;
    } else if (expectsKey && inner) {
      inner.next = JSON.parse(token);
      inner.line = line;
      expectsKey = false;
    } else if (token !== ':') {
      const place: Place = {
        path: around.map(({ next }) => next),
        line: inner && !inner.array ? inner.line : line,
      };
      if (/^[-\d]/.test(token)) place.number = token;
      places.push(place);
      if (token === '{' || token === '[') {
        around.push({ array: token === '[', next: token === '[' ? 0 : '', line });
        expectsKey = token === '{';
      }
    }
  }
  return places;
}

/** The line of a path, or of the innermost existing value around it. */
export function lineOf(places: readonly Place[], path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const outer = path.slice(0, length);
    const found = places.find((place) => samePath(place.path, outer));
    if (found) return found.line;
  }
  return 1;
}

/** Whether two paths are equal. */
export function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}
