/**
 * Three-way merge of a requirements file by the names of its requirements. By lines, two sides that both
 * add a requirement at the end would conflict, which is the normal case here.
 */

import { visibleLine } from '../core/text.ts';
import { conflictBlock } from './conflict-markers.ts';
import { inShapeOf, type Line, splitLines } from './lines.ts';
import {
  bare,
  type Entry,
  entriesOf,
  essence,
  headingOf,
  markerOf,
  plain,
  remarkOf,
} from './requirement-entries.ts';

/** The merged text, and what of it a person should know: a few words each. */
export interface RequirementsMerge {
  text: string;
  notes: string[];
}

/**
 * Merges what the generator changed (base to next) into a person's requirements, which keep their order,
 * comments, blanks and line ends. A requirement that both changed differently conflicts, unless it is
 * one of those asked for now: then the person's latest word is what the generator says of it.
 * @param asked normalised names that this very command gives or takes out
 */
export function mergeRequirements(
  base: string | null,
  yours: string,
  next: string,
  asked: readonly string[] = [],
): RequirementsMerge {
  const [o, a, b] = [splitLines(base ?? ''), splitLines(yours), splitLines(next)];
  const named = new Set(asked);
  const isAsked = ({ name }: Entry) => name !== null && named.has(name);
  const [old, mine, theirs] = entriesOf([o.lines, a.lines, b.lines], named);
  const [inBase, inYours, inNext] = [byKey(old), byKey(mine), byKey(theirs)];

  const settled = new Map<Entry, Line[]>();
  for (const [key, unit] of inYours) {
    const [was, will] = [inBase.get(key) ?? [], inNext.get(key) ?? []];
    const become = mergeUnit(was, unit, will, isAsked(unit[0] as Entry));
    for (const [at, entry] of unit.entries()) settled.set(entry, become[at] ?? []);
  }
  const merged = mine.flatMap((entry): Entry[] => {
    const lines = settled.get(entry) ?? [];
    return lines.length > 0 ? [{ ...entry, lines }] : [];
  });

  const present = new Map(merged.map((entry) => [entry.key, entry]));
  const homeless: Entry[] = [];
  theirs.forEach((entry, from) => {
    const unit = inNext.get(entry.key) as Entry[];
    if (inYours.has(entry.key) || unit[0] !== entry) return;
    const before = isAsked(entry) ? undefined : inBase.get(entry.key);
    if (before && essenceOf(before) === essenceOf(unit)) return;
    const fresh = open(linesOf(unit));
    const lines = before ? conflictBlock([], open(linesOf(before)), fresh) : fresh;
    const at = slot(merged, present, theirs, from);
    const follows = homeless.some(({ section }) => section === entry.section);
    if (entry.name !== null && (at === null || follows)) homeless.push(entry);
    const placed = { ...entry, lines };
    merged.splice(at ?? merged.length, 0, placed);
    present.set(entry.key, placed);
  });
  return {
    text: inShapeOf(linesOf(merged), a, b),
    notes: [...noteReplaced(named, old, settled, theirs), ...noteMisplaced(homeless)],
  };
}

/**
 * What becomes of each entry of one key in the person's file; no lines: it goes. Where both changed it
 * differently, the first of them becomes the conflict.
 */
function mergeUnit(base: Entry[], yours: Entry[], next: Entry[], asked: boolean): Line[][] {
  const [o, a, b] = [base, yours, next].map(essenceOf);
  if (a === b || (o === b && !asked)) return yours.map((entry) => entry.lines);
  if (asked) return replaced(yours, next, () => []);
  if (o === a) return replaced(yours, next, (entry) => keptRemark(entry, base));
  const block = conflictBlock(linesOf(yours), open(linesOf(base)), open(linesOf(next)));
  return yours.map((_, at) => (at === 0 ? block : []));
}

/**
 * The user's remark on a removed requirement, as a comment; nothing if the generator wrote it, or if
 * the command named the requirement.
 */
function keptRemark(entry: Entry, base: Entry[]): Line[] {
  const text = remarkOf(entry).trim();
  if (text === '' || base.some((was) => remarkOf(was).trim() === text)) return [];
  return [{ text, end: entry.lines.at(-1)?.end ?? '' }];
}

/**
 * The generator's lines at the places of the user's, with the user's remarks.
 * @param stays what is kept of an entry in whose place nothing comes
 */
function replaced(yours: Entry[], next: Entry[], stays: (entry: Entry) => Line[]): Line[][] {
  const left = [...next];
  const taken = (fits: (entry: Entry) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const pairs = yours.map((mine) => taken((entry) => essence(entry) === essence(mine)));
  const unpaired = (fits: (mine: Entry, entry: Entry) => boolean) => {
    for (const [at, mine] of yours.entries()) pairs[at] ??= taken((entry) => fits(mine, entry));
  };
  unpaired((mine, entry) => markerOf(mine) === markerOf(entry));
  unpaired(() => true);
  const last = yours.length - 1;
  const lines = yours.map((mine, at) => {
    const pair = pairs[at];
    if (!pair) return stays(mine);
    return essence(pair) === essence(mine) ? mine.lines : withRemark(open(pair.lines), mine);
  });
  return lines.map((each, at) => (at === last ? [...each, ...open(linesOf(left))] : each));
}

function withRemark(lines: Line[], of: Entry): Line[] {
  const last = lines.at(-1);
  if (!last || remarkOf({ lines })) return lines;
  return [...lines.slice(0, -1), { text: last.text + remarkOf(of), end: '' }];
}

/**
 * Where the generator's entry number `from` goes: after the one that it follows in the same part of the
 * generator's file. Null where the person's file has no such part any more.
 */
function slot(
  merged: Entry[],
  present: ReadonlyMap<string, Entry>,
  theirs: Entry[],
  from: number,
): number | null {
  const wanted = theirs[from] as Entry;
  const anywhere = headingOf(wanted) !== null;
  const anchor = ({ key }: Entry) => {
    const entry = present.get(key);
    return entry && (anywhere || entry.section === wanted.section) ? entry : undefined;
  };
  for (let earlier = from - 1; earlier >= 0; earlier--) {
    const entry = anchor(theirs[earlier] as Entry);
    if (entry) return merged.indexOf(entry) + 1;
  }
  for (const later of theirs.slice(from + 1)) {
    const entry = anchor(later);
    if (entry) return merged.indexOf(entry);
  }
  if (anywhere) return merged.length;
  if (wanted.section === '') {
    const first = merged.findIndex((entry) => entry.section !== '');
    return first < 0 ? merged.length : first;
  }
  const heading = merged.findIndex((entry) => headingOf(entry) === wanted.section);
  return heading < 0 ? null : heading + 1;
}

/** Notes on what the user had written of the named packages, and what replaced it. */
function noteReplaced(
  asked: ReadonlySet<string>,
  old: Entry[],
  settled: ReadonlyMap<Entry, Line[]>,
  theirs: Entry[],
): string[] {
  return [...asked].flatMap((name) => {
    const of = (entries: Entry[]) => entries.filter((entry) => entry.name === name);
    const [was, now] = [of(old), of(theirs)];
    const among = (entries: Entry[], entry: Entry) =>
      entries.some((other) => essence(other) === essence(entry));
    const own = of([...settled.keys()]).flatMap((entry) => {
      const lost = settled.get(entry)?.length === 0;
      const wrote = !among(was, entry) || (lost && remarkOf(entry) !== '');
      if (among(now, entry) || !wrote) return [];
      return visibleLine(lost ? plain(entry.lines) : bare(entry));
    });
    if (own.length === 0) return [];
    const is = own.length > 1 ? 'are' : 'is';
    const what =
      now.length > 0 ? `${now.map((entry) => visibleLine(bare(entry))).join(' and ')} now` : 'gone';
    return `${own.join(' and ')}, which you wrote, ${is} ${what}`;
  });
}

function noteMisplaced(homeless: Entry[]): string[] {
  return [...new Set(homeless.map(({ section }) => section))].map((section) => {
    const names = homeless.filter((entry) => entry.section === section).map(bare);
    const are = names.length > 1 ? 'are' : 'is';
    return `there is no line "# --- ${section}" any more, so ${names.map(visibleLine).join(' and ')} ${are} at the end`;
  });
}

/** What units are compared by, in any order; null for one without entries. */
function essenceOf(unit: Entry[]): string | null {
  return unit.length === 0 ? null : unit.map(essence).sort().join('\n');
}

function byKey(list: Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of list) {
    const unit = found.get(entry.key);
    if (unit) unit.push(entry);
    else found.set(entry.key, [entry]);
  }
  return found;
}

function linesOf(entries: Entry[]): Line[] {
  return entries.flatMap((entry) => entry.lines);
}

/** Lines whose ends are left open, so that they take the person's. */
function open(lines: Line[]): Line[] {
  return lines.map(({ text }) => ({ text, end: '' }));
}
