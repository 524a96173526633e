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
  slideDown(left);
  slideDown(right);
  return hunks(left, right);
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

/** Of equal places for a change the last is taken, as git does: the same edits give the same merge. */
function slideDown({ lines, changed }: Side): void {
  let from = 0;
  while (from < lines.length) {
    if (!changed[from]) {
      from++;
      continue;
    }
    let to = from;
    while (to < lines.length && changed[to]) to++;
    while (to < lines.length && lines[from] === lines[to]) {
      changed[from++] = 0;
      changed[to++] = 1;
      while (to < lines.length && changed[to]) to++;
    }
    from = to;
  }
}

function hunks(a: Side, b: Side): Hunk[] {
  const found: Hunk[] = [];
  let [x, y] = [0, 0];
  while (x < a.lines.length || y < b.lines.length) {
    const [aFrom, bFrom] = [x, y];
    while (a.changed[x]) x++;
    while (b.changed[y]) y++;
    if (x > aFrom || y > bFrom) found.push({ aFrom, aTo: x, bFrom, bTo: y });
    x++;
    y++;
  }
  return found;
}
