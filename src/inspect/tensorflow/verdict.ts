/** Classifies TensorFlow operations. */
import { HARMLESS_OPERATIONS, REACHING_OPERATIONS } from './operations.ts';

/** The class of an operation, and why it is worse than `known`. */
export interface OperationTrust {
  as: 'known' | 'unknown' | 'dangerous';
  /** What running it could do, as the end of a reason; empty if known. */
  why: string;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
let harmless: ReadonlySet<string> | undefined;
let reaching: ReadonlyMap<string, string> | undefined;

/**
 * Classifies an operation by the lists that scripts/tensorflow-operations.py makes: one that only
 * computes is known, one that reaches files, the network, Python or a database is dangerous, any
 * other is unknown.
 */
export function classifyOperation(name: string): OperationTrust {
  harmless ??= new Set(words(HARMLESS_OPERATIONS));
  if (harmless.has(name)) return { as: 'known', why: '' };
  reaching ??= new Map(
    REACHING_OPERATIONS.flatMap(([what, names]) => words(names).map((each) => [each, what])),
  );
  const what = reaching.get(name);
  if (what !== undefined) return { as: 'dangerous', why: `reaches ${what}` };
  return { as: 'unknown', why: 'not in the list of operations that only compute' };
}
