/** Verdicts on loading a file: how they are made and combined. */
import type { Safety } from '../core/model-facts.ts';
import type { ZipArchive } from './read/zip.ts';

/** A file that can hold no code at all. */
export const DATA_ONLY: Safety = { verdict: 'data-only', imports: [] };

/** A verdict with reasons other than the imports of a pickle. */
export function unsafe(verdict: 'unknown-imports' | 'dangerous', reasons: string[]): Safety {
  return { verdict, imports: [], reasons };
}

const ORDER: Safety['verdict'][] = ['data-only', 'known-imports', 'unknown-imports', 'dangerous'];

/** The worst verdict of several parts of one model, with the imports and reasons of all parts. */
export function worst(parts: Safety[]): Safety {
  const rank = (part: Safety) => ORDER.indexOf(part.verdict);
  // The sort is stable: parts of the same rank keep their order.
  const sorted = [...parts].sort((a, b) => rank(b) - rank(a));
  const reasons = [...new Set(sorted.flatMap((part) => part.reasons ?? []))];
  return {
    verdict: sorted[0]?.verdict ?? 'data-only',
    imports: [...new Set(parts.flatMap((part) => part.imports))].sort(),
    ...(reasons.length === 0 ? {} : { reasons }),
  };
}

/** The verdict on a zip's structure: dangerous if two programs can read it differently. */
export function zipSafety(zip: ZipArchive): Safety {
  if (zip.ambiguities.length === 0) return DATA_ONLY;
  return unsafe(
    'dangerous',
    zip.ambiguities.map((what) => `a zip that programs read in different ways: it has ${what}`),
  );
}
