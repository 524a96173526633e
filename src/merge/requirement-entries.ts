/** A requirements file in entries, each with the key by which it is found again in another version. */
import { normaliseName } from '../core/record.ts';
import { type Line, splitLines } from './lines.ts';

/** A requirement, option, comment or blank line, together with its continuation lines. */
export interface Entry {
  /** Identifies it in another version; lines that are merged together share it. */
  key: string;
  /** The project's name, normalised; null where the entry is no requirement. */
  name: string | null;
  /** The part of the file: the word of the last `# --- WORD` line; '' above the first. */
  section: string;
  lines: Line[];
}

/**
 * The entries of three versions of one file: as last rendered, the person's, as rendered now.
 *
 * A requirement is known by its name alone if that is enough. One in two parts of a
 * file is known by its part too, unless the person took a part's heading away; one that a part has
 * more than once by its marker. Where the versions part a name by other markers, no line is the same
 * as one of another version, and all lines of the name are merged together.
 * @param together normalised names whose lines are merged together in any case
 */
export function entriesOf(
  versions: readonly [base: Line[], yours: Line[], next: Line[]],
  together: ReadonlySet<string>,
): [base: Entry[], yours: Entry[], next: Entry[]] {
  const [base, yours, next] = versions.map(blocks) as [Line[][], Line[][], Line[][]];
  const [inBase, inYours, inNext] = [base, yours, next].map(headingsOf) as Set<string>[];
  const headings = new Set([...(inBase ?? []), ...(inNext ?? [])]);
  const files = [base, yours, next].map((found) => unkeyed(found, headings));
  const parted =
    [...headings].every((word) => inYours?.has(word)) &&
    (base.length === 0 || [...(inNext ?? [])].every((word) => inBase?.has(word)));
  const apart = parted ? namesInTwoParts(files) : new Set<string>();
  const groupOf = ({ name, section }: Entry) =>
    name !== null && apart.has(name) ? `${name} in ${section}` : name;
  const { repeated, whole } = splitGroups(files, groupOf);
  const keys: Keys = {
    groupOf,
    repeated,
    isWhole: (entry, group) => whole.has(group) || together.has(entry.name as string),
  };
  return files.map((entries) => withKeys(entries, keys)) as [Entry[], Entry[], Entry[]];
}

/** The names, normalised, of the requirements in a file's text. */
export function namesIn(text: string): Set<string> {
  return new Set(
    blocks(splitLines(text).lines).flatMap((block) => requirementName(plain(block)) ?? []),
  );
}

/** The word of a line that begins a part of the file (templates/requirements.txt.ejs); null for another. */
export function headingOf({ lines }: Pick<Entry, 'lines'>): string | null {
  return /^# --- ([A-Za-z]+)/.exec(lines[0]?.text ?? '')?.[1] ?? null;
}

/**
 * The project's name, normalised as in PEP 503, of a PEP 508 requirement or of a path to a wheel
 * (whose file name begins with it, PEP 427); null for options, comments and anything else.
 */
export function requirementName(text: string): string | null {
  const wheel = /^(?:[^\s#;@]*\/)?([A-Za-z0-9_.]+)-[^/\s]+\.whl(?:\s|$|#|;)/.exec(text)?.[1];
  const name =
    wheel ?? /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:$|[[(<>=!~;@#])/.exec(text)?.[1];
  return name ? normaliseName(name) : null;
}

/** An entry as one line, blanks at its ends and continuations taken away. */
export function plain(lines: Line[]): string {
  return lines
    .map((line) => line.text.replace(/\\$/, '').trim())
    .join(' ')
    .trim();
}

/** The same without its remark; a comment whole. */
export function bare(entry: Pick<Entry, 'lines'>): string {
  const text = plain(entry.lines);
  return text.slice(0, text.length - remarkOf(entry).trim().length).trimEnd();
}

/** What two entries are compared by: the requirement, its name normalised, without its remark and blanks. */
export function essence(entry: Pick<Entry, 'lines'>): string {
  const text = bare(entry);
  const name = requirementName(text);
  const written = name === null ? '' : (/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? '');
  return (written === '' ? text : `${name}${text.slice(written.length)}`).replace(/\s+/g, '');
}

/** The marker after a requirement's `;`, in one spelling. */
export function markerOf(entry: Pick<Entry, 'lines'>): string {
  const marker = bare(entry).split(';')[1] ?? '';
  return marker.replace(/\s+/g, '').replaceAll("'", '"');
}

/** The comment at the end of a requirement, with the blanks before it; pip wants a blank before its `#`. */
export function remarkOf({ lines }: Pick<Entry, 'lines'>): string {
  const last = lines.at(-1)?.text ?? '';
  return last.trimStart().startsWith('#') ? '' : (/\s+#.*$/.exec(last)?.[0] ?? '').trimEnd();
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

function headingsOf(found: Line[][]): Set<string> {
  return new Set(found.flatMap((lines) => headingOf({ lines }) ?? []));
}

/** Only headings that the generator knows part a file: one that a person adds is a comment of theirs. */
function unkeyed(found: Line[][], headings: ReadonlySet<string>): Entry[] {
  let section = '';
  return found.map((lines) => {
    const heading = headingOf({ lines });
    if (heading !== null && headings.has(heading)) section = heading;
    return { key: '', name: requirementName(plain(lines)), section, lines };
  });
}

function namesInTwoParts(files: Entry[][]): Set<string> {
  const found = new Set<string>();
  for (const entries of files) {
    const first = new Map<string, string>();
    for (const { name, section } of entries) {
      if (name === null) continue;
      if (!first.has(name)) first.set(name, section);
      else if (first.get(name) !== section) found.add(name);
    }
  }
  return found;
}

/** Which groups have several lines in a version, and which of them the versions part differently. */
function splitGroups(
  files: Entry[][],
  groupOf: (entry: Entry) => string | null,
): { repeated: Set<string>; whole: Set<string> } {
  const markers = files.map((entries) => {
    const found = new Map<string, Set<string>>();
    const seen = new Map<string, number>();
    for (const entry of entries) {
      const group = groupOf(entry);
      if (group === null) continue;
      const marker = `${group} ${markerOf(entry)}`;
      const count = seen.get(marker) ?? 0;
      seen.set(marker, count + 1);
      found.set(group, (found.get(group) ?? new Set()).add(`${marker} #${count}`));
    }
    return found;
  });
  const repeated = new Set(
    markers.flatMap((found) => [...found].flatMap(([group, { size }]) => (size > 1 ? group : []))),
  );
  const within = (one: Set<string>, other: Set<string>) =>
    [...one].every((each) => other.has(each));
  const whole = [...repeated].filter((group) => {
    const sets = markers.flatMap((found) => found.get(group) ?? []);
    return sets.some((one) => sets.some((other) => !within(one, other) && !within(other, one)));
  });
  return { repeated, whole: new Set(whole) };
}

interface Keys {
  groupOf: (entry: Entry) => string | null;
  repeated: ReadonlySet<string>;
  isWhole: (entry: Entry, group: string) => boolean;
}

/** Equal keys are numbered from the end, since what is added comes first or last among them by chance. */
function withKeys(entries: Entry[], { groupOf, repeated, isWhole }: Keys): Entry[] {
  const seen = new Map<string, number>();
  const keyed: Entry[] = [];
  let following = 'end';
  for (const entry of entries.toReversed()) {
    const group = groupOf(entry);
    const text = plain(entry.lines);
    // A blank line is identified only by the line after it.
    let key = text === '' ? `blank before ${following}` : `line ${text}`;
    if (group !== null) key = `requirement ${group}`;
    const whole = group !== null && isWhole(entry, group);
    if (group !== null && !whole && repeated.has(group)) key += ` ${markerOf(entry)}`;
    following = key;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    keyed.push({ ...entry, key: count > 0 && !whole ? `${key} #${count}` : key });
  }
  return keyed.reverse();
}
