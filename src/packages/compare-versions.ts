/**
 * Compares dotted release numbers (`2.9` < `2.10`), part by part; a missing part counts as 0.
 * @returns negative, zero or positive, as for Array.sort
 */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = Number.parseInt(left[i] ?? '0', 10) - Number.parseInt(right[i] ?? '0', 10);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

/** The first two parts of a version: `2.21.0` gives `2.21`. */
export function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
