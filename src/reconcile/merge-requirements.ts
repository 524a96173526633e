/**
 * Three-way merge of a requirements file by the names of its requirements. By lines, two sides that both
 * add a requirement at the end would conflict, which is the normal case here.
 */
import { conflictBlock } from './markers.ts';
import { inShapeOf, type Line, splitLines } from './text.ts';

/** A requirement, option, comment or blank line, together with its continuation lines. */
interface Entry {
  /** What makes it the same one in another version of the file. */
  key: string;
  lines: Line[];
}

/**
 * Merges what the generator changed (base to next) into a person's requirements, which keep their order,
 * comments, blanks and line ends. A requirement that both changed differently conflicts.
 */
export function mergeRequirements(base: string | null, yours: string, next: string): string {
  const [o, a, b] = [splitLines(base ?? ''), splitLines(yours), splitLines(next)];
  const repeated = new Set([o, a, b].flatMap(({ lines }) => repeatedNames(blocks(lines))));
  const [old, mine, theirs] = [o, a, b].map(({ lines }) => entries(blocks(lines), repeated)) as [
    Entry[],
    Entry[],
    Entry[],
  ];
  const [inBase, inNext] = [byKey(old), byKey(theirs)];
  const merged = mine.flatMap((entry): Entry[] => {
    const lines = mergeEntry(inBase.get(entry.key), entry, inNext.get(entry.key));
    return lines.length > 0 ? [{ key: entry.key, lines }] : [];
  });
  const inYours = byKey(mine);
  const present = new Set(merged.map((entry) => entry.key));
  theirs.forEach((entry, from) => {
    if (inYours.has(entry.key)) return;
    const before = inBase.get(entry.key);
    if (before && essence(before) === essence(entry)) return;
    const fresh = open(entry.lines);
    const lines = before ? conflictBlock([], open(before.lines), fresh) : fresh;
    merged.splice(slot(merged, present, theirs, from), 0, { key: entry.key, lines });
    present.add(entry.key);
  });
  return inShapeOf(
    merged.flatMap((entry) => entry.lines),
    a,
    b,
  );
}

/** What becomes of an entry that the person's file has; no lines: it goes. */
function mergeEntry(base: Entry | undefined, yours: Entry, next: Entry | undefined): Line[] {
  if (!base && !next) return yours.lines;
  const [o, a, b] = [base, yours, next].map((entry) => entry && essence(entry));
  if (a === b || o === b) return yours.lines;
  if (o !== a) return conflictBlock(yours.lines, open(base?.lines ?? []), open(next?.lines ?? []));
  if (!next) return [];
  const remark = remarkOf(yours);
  const lines = open(next.lines);
  const last = lines.at(-1);
  if (!remark || remarkOf(next) || !last) return lines;
  return [...lines.slice(0, -1), { text: last.text + remark, end: '' }];
}

/** Where the generator's entry number `from` goes: after the one that it follows in the generator's file. */
function slot(merged: Entry[], present: Set<string>, theirs: Entry[], from: number): number {
  const at = (entry: Entry) => merged.findIndex((other) => other.key === entry.key);
  for (let earlier = from - 1; earlier >= 0; earlier--) {
    const entry = theirs[earlier] as Entry;
    if (present.has(entry.key)) return at(entry) + 1;
  }
  const later = theirs.slice(from + 1).find((entry) => present.has(entry.key));
  return later ? at(later) : merged.length;
}

/** Lines gathered where a backslash continues one. */
function blocks(lines: Line[]): Line[][] {
  const found: Line[][] = [];
  let open = false;
  for (const line of lines) {
    if (open) found.at(-1)?.push(line);
    else found.push([line]);
    open = line.text.endsWith('\\') && !line.text.trimStart().startsWith('#');
  }
  return found;
}

function entries(found: Line[][], repeated: Set<string>): Entry[] {
  const seen = new Map<string, number>();
  const keyed: Entry[] = [];
  let following = 'end';
  for (const lines of found.toReversed()) {
    const key = keyOf(lines, repeated) ?? `blank before ${following}`;
    following = key;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    keyed.push({ key: count > 0 ? `${key} #${count}` : key, lines });
  }
  return keyed.reverse();
}

/** Undefined for a blank line, which is known only by what it stands before. */
function keyOf(lines: Line[], repeated: Set<string>): string | undefined {
  const text = plain(lines);
  if (text === '') return undefined;
  const name = requirementName(text);
  if (name === null) return `line ${text}`;
  return repeated.has(name)
    ? `requirement ${name} ${text.split(';')[1]?.trim() ?? ''}`
    : `requirement ${name}`;
}

function repeatedNames(found: Line[][]): string[] {
  const seen = new Set<string>();
  return found.flatMap((lines) => {
    const name = requirementName(plain(lines));
    if (name === null) return [];
    if (seen.has(name)) return [name];
    seen.add(name);
    return [];
  });
}

/**
 * The project's name, normalised as in PEP 503, of a PEP 508 requirement or of a path to a wheel
 * (whose file name begins with it, PEP 427); null for options, comments and anything else.
 */
export function requirementName(text: string): string | null {
  const wheel = /^(?:[^\s#;@]*\/)?([A-Za-z0-9_.]+)-[^/\s]+\.whl(?:\s|$|#|;)/.exec(text)?.[1];
  const name =
    wheel ?? /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:$|[[(<>=!~;@#])/.exec(text)?.[1];
  return name ? name.replace(/[-_.]+/g, '-').toLowerCase() : null;
}

/** An entry as one line, blanks at its ends and continuations taken away. */
function plain(lines: Line[]): string {
  return lines
    .map((line) => line.text.replace(/\\$/, '').trim())
    .join(' ')
    .trim();
}

/** What two entries are compared by: the requirement, its name normalised, without its remark and blanks; a comment whole. */
function essence(entry: Entry): string {
  const text = plain(entry.lines);
  const remark = remarkOf(entry);
  const bare = text.startsWith('#') ? text : text.slice(0, text.length - remark.trim().length);
  const name = requirementName(bare);
  const written = name === null ? '' : (/^[A-Za-z0-9._-]+/.exec(bare)?.[0] ?? '');
  return (written === '' ? bare : `${name}${bare.slice(written.length)}`).replace(/\s+/g, '');
}

/** The comment at the end of a requirement, with the blanks before it; pip wants a blank before its `#`. */
function remarkOf(entry: Entry): string {
  const last = entry.lines.at(-1)?.text ?? '';
  return last.trimStart().startsWith('#') ? '' : (/\s+#.*$/.exec(last)?.[0] ?? '').trimEnd();
}

function byKey(list: Entry[]): Map<string, Entry> {
  return new Map(list.map((entry) => [entry.key, entry]));
}

/** Lines whose ends are left open, so that they take the person's. */
function open(lines: Line[]): Line[] {
  return lines.map(({ text }) => ({ text, end: '' }));
}
