/**
 * Three-way merge by lines, by the rule of diff3: what only one side changed is taken, the rest conflicts.
 * Our own, so that it stays bounded in time (align.ts) and equal to what `git merge-file` gives
 * (test/merge/git.test.ts), and keeps a person's line ends and final newline.
 */
import { differences, type Hunk } from './align.ts';
import { conflictBlock } from './conflict-markers.ts';
import { inShapeOf, type Line, splitLines } from './lines.ts';

/**
 * Merges what the generator changed (base to next) into a person's text.
 * Line ends, byte order mark and final newline stay as the person has them.
 * Without a base, or with an empty one, what both texts share is taken once, and each difference conflicts.
 * @returns the merged text; conflicts are in it between markers
 */
export function mergeText(base: string | null, yours: string, next: string): string {
  const [o, a, b] = [splitLines(base ?? ''), splitLines(yours), splitLines(next)];
  const merged =
    o.lines.length === 0 ? withoutBase(a.lines, b.lines) : withBase(o.lines, a.lines, b.lines);
  return inShapeOf(merged, a, b);
}

function withoutBase(a: Line[], b: Line[]): Line[] {
  const merged: Line[] = [];
  let at = 0;
  for (const hunk of differences(texts(a), texts(b))) {
    merged.push(...a.slice(at, hunk.aFrom));
    const [yours, next] = [a.slice(hunk.aFrom, hunk.aTo), fresh(b, hunk.bFrom, hunk.bTo)];
    merged.push(...(yours.length === 0 && next.length === 0 ? [] : conflictBlock(yours, [], next)));
    at = hunk.aTo;
  }
  return merged.concat(a.slice(at));
}

/** A stretch of the base that one side or both changed. */
interface Region {
  from: number;
  to: number;
  yours: Hunk[];
  next: Hunk[];
}

function withBase(o: Line[], a: Line[], b: Line[]): Line[] {
  const merged: Line[][] = [];
  /** How far the user's and the generator's lines are ahead of the base's, outside of changes. */
  let [ahead, aheadNext] = [0, 0];
  let at = 0;
  for (const region of regions(differences(texts(o), texts(a)), differences(texts(o), texts(b)))) {
    merged.push(a.slice(at + ahead, region.from + ahead));
    const [from, fromNext] = [region.from + ahead, region.from + aheadNext];
    ahead += growth(region.yours);
    aheadNext += growth(region.next);
    const yours = a.slice(from, region.to + ahead);
    const next = fresh(b, fromNext, region.to + aheadNext);
    if (region.next.length === 0) merged.push(yours);
    else if (region.yours.length === 0) merged.push(next);
    else if (isOneChange(region) && sameTexts(yours, next)) merged.push(yours);
    else merged.push(conflictBlock(yours, fresh(o, region.from, region.to), next));
    at = region.to;
  }
  merged.push(a.slice(at + ahead));
  return merged.flat();
}

/** Changes of both sides, gathered where they overlap or touch. */
function regions(yours: Hunk[], next: Hunk[]): Region[] {
  const found: Region[] = [];
  let [i, j] = [0, 0];
  while (i < yours.length || j < next.length) {
    const mine = (yours[i]?.aFrom ?? Infinity) <= (next[j]?.aFrom ?? Infinity);
    const hunk = (mine ? yours[i++] : next[j++]) as Hunk;
    let region = found.at(-1);
    if (!region || hunk.aFrom > region.to) {
      region = { from: hunk.aFrom, to: hunk.aTo, yours: [], next: [] };
      found.push(region);
    }
    region.to = Math.max(region.to, hunk.aTo);
    (mine ? region.yours : region.next).push(hunk);
  }
  return found;
}

/** How many lines more a side has after its changes. */
function growth(hunks: Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + hunk.bTo - hunk.bFrom - (hunk.aTo - hunk.aFrom), 0);
}

/**
 * Whether both sides changed the same lines of the base. Of two equal lines they may each have removed
 * another one, which leaves the same and is not the same change: as with git, a person decides.
 */
function isOneChange({ yours, next }: Region): boolean {
  const [mine, theirs] = [yours[0], next[0]];
  const alone = yours.length === 1 && next.length === 1;
  return alone && mine?.aFrom === theirs?.aFrom && mine?.aTo === theirs?.aTo;
}

function sameTexts(yours: Line[], next: Line[]): boolean {
  return yours.length === next.length && yours.every((line, at) => line.text === next[at]?.text);
}

/** Lines of a rendered text, their ends left open so that they take the person's. */
function fresh(lines: Line[], from: number, to: number): Line[] {
  return lines.slice(from, to).map(({ text }) => ({ text, end: '' }));
}

function texts(lines: Line[]): string[] {
  return lines.map((line) => line.text);
}
