import type { ModelFacts } from '../types.ts';
import { DATA_ONLY } from './pickle/verdict.ts';

/** Facts with everything that a reader does not say set to "not recorded". */
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

/** A version as PyPI knows it (`2.21.0`), or null where the text is anything else. */
export function release(text: string | null): string | null {
  const [numbers] = /^\d+(?:\.\d+){0,3}/.exec(text ?? '') ?? [];
  if (numbers === undefined) return null;
  // torch writes 2.13.0+cpu; what follows the plus names the build.
  return /^[.+-]?[a-z0-9.+]*$/i.test(text?.slice(numbers.length) ?? '') ? numbers : null;
}
