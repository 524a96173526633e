/** Gives a pseudo-random whole number from 0 to below a bound. */
export type Random = (below: number) => number;

/** Pseudo-random integers below a bound, the same for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** One of a list that holds something. */
export function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}

/** Values that lengths, counts and offsets go wrong with. */
export const EXTREMES = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];
