import { HARMLESS_OPERATIONS, REACHING_OPERATIONS } from './operations.ts';

/** How an operation of TensorFlow is judged. */
export interface OperationTrust {
  as: 'known' | 'unknown' | 'dangerous';
  /** What running it could do, as the end of a reason; empty where known. */
  why: string;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
let harmless: ReadonlySet<string> | undefined;
let reaching: ReadonlyMap<string, string> | undefined;

/**
 * Judges an operation by the lists that scripts/tensorflow-operations.py makes: what only computes
 * is known, what reaches files, the network, Python or a database is dangerous, all else unknown.
 */
export function classifyOperation(name: string): OperationTrust {
  harmless ??= new Set(words(HARMLESS_OPERATIONS));
  if (harmless.has(name)) return { as: 'known', why: '' };
  reaching ??= new Map(
    REACHING_OPERATIONS.flatMap(([what, names]) => words(names).map((each) => [each, what])),
  );
  const what = reaching.get(name);
  if (what !== undefined) return { as: 'dangerous', why: `reaches ${what}` };
  return { as: 'unknown', why: 'not known as one that only computes' };
}
