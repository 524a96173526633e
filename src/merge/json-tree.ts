/** JSON as a tree that remembers how it was written, so that a merge can leave the rest as it stands. */

/** Deeper nesting is not read: nothing that we write comes near, and recursion stays safe. */
const DEEPEST = 200;

/** One member of an object or item of an array, with the blanks around it. */
export interface Part {
  /** The member's name, decoded; an array's item has its index. */
  key: string;
  /** Blanks before it, after the bracket or comma. */
  lead: string;
  /** What stands before the value: `"name": `, empty in an array. */
  label: string;
  value: JsonNode;
  /** Blanks after it, before the comma; the last part's stand in `closing` of its node. */
  trail: string;
}

export type JsonNode =
  | { kind: 'scalar'; raw: string }
  | { kind: 'object' | 'array'; parts: Part[]; closing: string }
  | Conflicting;

/** Stands for a whole member on which a merge could not decide: each side's text, null where it has none. */
export interface Conflicting {
  kind: 'conflict';
  yours: string | null;
  base: string | null;
  next: string | null;
}

export type Container = Extract<JsonNode, { parts: Part[] }>;

/**
 * Reads JSON text without byte order mark, line ends LF.
 * @returns null where it is no JSON, repeats a key, or nests too deep to be merged by key
 */
export function parseJson(text: string): { before: string; root: JsonNode; after: string } | null {
  try {
    JSON.parse(text);
    return new Reader(text).document();
  } catch {
    return null;
  }
}

/** Walks text that `JSON.parse` has accepted; so it only looks where things begin and end. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): { before: string; root: JsonNode; after: string } {
    const before = this.#take(/[ \t\n\r]*/y);
    const root = this.#value(0);
    return { before, root, after: this.#text.slice(this.#at) };
  }

  #value(depth: number): JsonNode {
    if (depth > DEEPEST) throw new RangeError('nested too deep');
    const first = this.#text[this.#at];
    if (first === '{') return this.#container('object', depth);
    if (first === '[') return this.#container('array', depth);
    if (first === '"') return { kind: 'scalar', raw: this.#string() };
    return { kind: 'scalar', raw: this.#take(/[^\s,\]}]+/y) };
  }

  #container(kind: 'object' | 'array', depth: number): JsonNode {
    this.#at++;
    const parts: Part[] = [];
    const keys = new Set<string>();
    let blanks = this.#blanks();
    while (!this.#closes()) {
      const name = kind === 'object' ? this.#string() : '';
      const label = kind === 'object' ? name + this.#take(/[ \t\n\r]*:[ \t\n\r]*/y) : '';
      const key = kind === 'object' ? String(JSON.parse(name)) : String(parts.length);
      if (keys.has(key)) throw new RangeError('repeated key');
      keys.add(key);
      const value = this.#value(depth + 1);
      const after = this.#blanks();
      if (this.#closes()) {
        parts.push({ key, lead: blanks, label, value, trail: '' });
        blanks = after;
        break;
      }
      parts.push({ key, lead: blanks, label, value, trail: after });
      this.#at++;
      blanks = this.#blanks();
    }
    this.#at++;
    return { kind, parts, closing: blanks };
  }

  #closes(): boolean {
    return this.#text[this.#at] === '}' || this.#text[this.#at] === ']';
  }

  #blanks(): string {
    return this.#take(/[ \t\n\r]*/y);
  }

  #string(): string {
    return this.#take(/"(?:[^"\\]|\\.)*"/y);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

/** The value as text with nothing but itself: equal for equal values, whatever order keys have. */
export function canonical(node: JsonNode): string {
  if (node.kind === 'conflict') throw new TypeError('a conflict has no value');
  if (node.kind === 'scalar')
    return node.raw.startsWith('"') ? JSON.stringify(JSON.parse(node.raw)) : node.raw;
  const parts = node.parts.map((part) =>
    node.kind === 'object'
      ? `${JSON.stringify(part.key)}:${canonical(part.value)}`
      : canonical(part.value),
  );
  return node.kind === 'object' ? `{${parts.sort().join(',')}}` : `[${parts.join(',')}]`;
}
