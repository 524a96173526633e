/** Helpers for the facts that readers return. */
import type { ModelFacts } from '../core/model-facts.ts';
import { DATA_ONLY } from './safety.ts';

/** Completes the facts of a reader: what it does not give is "not recorded". */
export function factsOf(said: Pick<ModelFacts, 'format'> & Partial<ModelFacts>): ModelFacts {
  const { format, ...rest } = said;
  return {
    format,
    framework: null,
    frameworkVersion: null,
    savedWith: null,
    inputs: null,
    outputs: null,
    needs: [],
    safety: DATA_ONLY,
    warnings: [],
    ...rest,
  };
}

/** Longest text that is accepted as a version. */
const LONGEST_VERSION = 60;

/** A release as PyPI has it (`2.21.0`), or null if the text is not a version. */
export function release(text: string | null): string | null {
  if (text === null || text.length > LONGEST_VERSION || !/^[a-z\d.+-]+$/i.test(text)) return null;
  const numbers: string[] = [];
  for (const part of text.split('.', 4)) {
    // torch writes 2.13.0+cpu; the part after the numbers names the build.
    const number = /^\d+/.exec(part)?.[0];
    if (number === undefined) break;
    numbers.push(number);
    if (number !== part) break;
  }
  return numbers.length === 0 ? null : numbers.join('.');
}
