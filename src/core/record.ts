/** Small facts of plain data that every room asks. */

/** Whether a value is an object as JSON has them: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of a Python package as indexes compare it: `My_Pkg` gives `my-pkg` (PEP 503). */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
