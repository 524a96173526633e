/**
 * Which lines of two texts are the same ones: the shortest edit script, by Myers' method in linear
 * space (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Written here because
 * the time of a longest-common-subsequence by equal lines grows with how often lines repeat (7 s for
 * 5,000 lines of 50 kinds), while this one's grows with how much two texts differ.
 */

/** Beyond so many edits a stretch counts as replaced as a whole: a bound on time, not on correctness. */
const MOST_EDITS = 8192;

/** A stretch that differs: `[from, to)` in each of the two. One of both may be empty. */
export interface Hunk {
  aFrom: number;
  aTo: number;
  bFrom: number;
  bTo: number;
}

/** The stretches in which two lists of lines differ, in order, never touching each other. */
export function differences(a: readonly string[], b: readonly string[]): Hunk[] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string) => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  const left = side(a.map(numberOf));
  const right = side(b.map(numberOf));
  keepShared(left, right, numbers.size);
  compare(left, right, trails(left, right), 0, left.kept.length, 0, right.kept.length);
  const [gaps, others] = [gapsOf(left), gapsOf(right)];
  settle(left.lines, gaps, others);
  settle(right.lines, others, gaps);
  return hunks(gaps, others);
}

/** One of the two lists: its lines as numbers, which of them changed, and those that are compared at all. */
interface Side {
  lines: number[];
  changed: Uint8Array;
  /** Indexes of the lines that the other side has too. */
  kept: number[];
}

function side(lines: number[]): Side {
  return { lines, changed: new Uint8Array(lines.length), kept: [] };
}

/** A line that only one side has is a change whatever the rest is; leaving it out saves the most time. */
function keepShared(a: Side, b: Side, kinds: number): void {
  const inA = new Uint8Array(kinds);
  const inB = new Uint8Array(kinds);
  for (const line of a.lines) inA[line] = 1;
  for (const line of b.lines) inB[line] = 1;
  a.lines.forEach((line, at) => {
    if (inB[line]) a.kept.push(at);
    else a.changed[at] = 1;
  });
  b.lines.forEach((line, at) => {
    if (inA[line]) b.kept.push(at);
    else b.changed[at] = 1;
  });
}

/** Farthest point reached on each diagonal, from the front and from the back. */
interface Trails {
  forward: Int32Array;
  backward: Int32Array;
  /** Added to a diagonal's number (a index - b index) to give its place in the arrays. */
  shift: number;
}

function trails(a: Side, b: Side): Trails {
  const size = a.kept.length + b.kept.length + 3;
  return {
    forward: new Int32Array(size),
    backward: new Int32Array(size),
    shift: b.kept.length + 1,
  };
}

function compare(
  a: Side,
  b: Side,
  t: Trails,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
): void {
  const same = (x: number, y: number) => a.lines[a.kept[x] ?? -1] === b.lines[b.kept[y] ?? -1];
  while (aFrom < aTo && bFrom < bTo && same(aFrom, bFrom)) {
    aFrom++;
    bFrom++;
  }
  while (aFrom < aTo && bFrom < bTo && same(aTo - 1, bTo - 1)) {
    aTo--;
    bTo--;
  }
  const middle = aFrom < aTo && bFrom < bTo ? meeting(same, t, aFrom, aTo, bFrom, bTo) : null;
  if (middle) {
    compare(a, b, t, aFrom, middle.x, bFrom, middle.y);
    compare(a, b, t, middle.x, aTo, middle.y, bTo);
    return;
  }
  for (let x = aFrom; x < aTo; x++) a.changed[a.kept[x] ?? -1] = 1;
  for (let y = bFrom; y < bTo; y++) b.changed[b.kept[y] ?? -1] = 1;
}

/** A point on a shortest path, found where searches from both ends meet; null beyond the bound. */
function meeting(
  same: (x: number, y: number) => boolean,
  { forward, backward, shift }: Trails,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
): { x: number; y: number } | null {
  const lowest = aFrom - bTo;
  const highest = aTo - bFrom;
  const front = aFrom - bFrom;
  const back = aTo - bTo;
  const odd = ((front - back) & 1) !== 0;
  let [frontLow, frontHigh, backLow, backHigh] = [front, front, back, back];
  forward[front + shift] = aFrom;
  backward[back + shift] = aTo;
  for (let edits = 1; edits <= MOST_EDITS; edits++) {
    if (frontLow > lowest) forward[--frontLow - 1 + shift] = -1;
    else frontLow++;
    if (frontHigh < highest) forward[++frontHigh + 1 + shift] = -1;
    else frontHigh--;
    for (let d = frontHigh; d >= frontLow; d -= 2) {
      const below = forward[d - 1 + shift] as number;
      const above = forward[d + 1 + shift] as number;
      let x = below >= above ? below + 1 : above;
      while (x < aTo && x - d < bTo && same(x, x - d)) x++;
      forward[d + shift] = x;
      if (odd && d >= backLow && d <= backHigh && (backward[d + shift] as number) <= x)
        return { x, y: x - d };
    }
    const beyond = aTo + 1;
    if (backLow > lowest) backward[--backLow - 1 + shift] = beyond;
    else backLow++;
    if (backHigh < highest) backward[++backHigh + 1 + shift] = beyond;
    else backHigh--;
    for (let d = backHigh; d >= backLow; d -= 2) {
      const below = backward[d - 1 + shift] as number;
      const above = backward[d + 1 + shift] as number;
      let x = below < above ? below : above - 1;
      while (x > aFrom && x - d > bFrom && same(x - 1, x - d - 1)) x--;
      backward[d + shift] = x;
      if (!odd && d >= frontLow && d <= frontHigh && (forward[d + shift] as number) >= x)
        return { x, y: x - d };
    }
  }
  return null;
}

/**
 * The changed lines of one side as counts: how many come before the first shared line, before the
 * second, and so on; the last count is of those after all shared lines.
 */
function gapsOf({ changed }: Side): number[] {
  const gaps = [0];
  for (const isChange of changed) {
    if (isChange) gaps[gaps.length - 1] = (gaps.at(-1) ?? 0) + 1;
    else gaps.push(0);
  }
  return gaps;
}

/**
 * Among repeated lines a change could be at several places. As git does, changes that can meet become
 * one; of the places left, the last is taken at which the other side changes too, else the last.
 */
function settle(lines: readonly number[], gaps: number[], other: readonly number[]): void {
  let start = 0;
  for (let gap = 0; gap < gaps.length; gap++) {
    if (gaps[gap]) {
      const group = { lines, gaps, gap, start };
      let size: number;
      do {
        size = sizeOf(group);
        while (slideUp(group));
        while (slideDown(group));
      } while (sizeOf(group) > size);
      const last = group.gap;
      while (!other[group.gap] && slideUp(group));
      if (!other[group.gap]) while (group.gap < last && slideDown(group));
      gap = group.gap;
      start = group.start;
    }
    start += (gaps[gap] as number) + 1;
  }
}

/** A stretch of changed lines, by the gap that it fills and the index of its first line. */
interface Group {
  lines: readonly number[];
  gaps: number[];
  gap: number;
  start: number;
}

function sizeOf({ gaps, gap }: Group): number {
  return gaps[gap] as number;
}

/** Moves a group after the next shared line, if its first line is the same as that. */
function slideDown(group: Group): boolean {
  const { lines, gaps, gap, start } = group;
  const size = sizeOf(group);
  if (gap + 1 >= gaps.length || lines[start] !== lines[start + size]) return false;
  gaps[gap] = 0;
  gaps[gap + 1] = (gaps[gap + 1] as number) + size;
  group.gap++;
  group.start++;
  return true;
}

/** Moves a group before the shared line above it, if its last line is the same as that. */
function slideUp(group: Group): boolean {
  const { lines, gaps, gap, start } = group;
  const size = sizeOf(group);
  if (gap === 0 || lines[start - 1] !== lines[start + size - 1]) return false;
  const above = gaps[gap - 1] as number;
  gaps[gap] = 0;
  gaps[gap - 1] = above + size;
  group.gap--;
  group.start -= above + 1;
  return true;
}

function hunks(a: readonly number[], b: readonly number[]): Hunk[] {
  const found: Hunk[] = [];
  let [aFrom, bFrom] = [0, 0];
  a.forEach((size, gap) => {
    const [aTo, bTo] = [aFrom + size, bFrom + (b[gap] as number)];
    if (aTo > aFrom || bTo > bFrom) found.push({ aFrom, aTo, bFrom, bTo });
    [aFrom, bFrom] = [aTo + 1, bTo + 1];
  });
  return found;
}
