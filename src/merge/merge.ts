/**
 * A generator's text into a person's, by the kind of file. In dist/ the command loads this only where
 * there is something to merge (scripts/build.mjs): most files of a folder are as they were rendered.
 */

import { SPEC_FILE, STORE_FILE, STORE_KEY } from '../core/layout.ts';
import type { RenderedFile } from '../core/types.ts';
import { type Manner, mergeJson } from './merge-json.ts';
import { mergeRequirements, type RequirementsMerge } from './merge-requirements.ts';
import { SPEC_MANNER } from './merge-spec.ts';
import { mergeText } from './merge-text.ts';

/**
 * Merges what the generator changed (base to the file's text) into the person's text.
 * @param file as it is rendered now
 * @param untouched the person's text has the lines of the base, so it takes those of now as they are
 * @param asked normalised names of the requirements that this command gives or takes out
 */
export function merge(
  file: Pick<RenderedFile, 'path' | 'kind' | 'text'>,
  base: string | null,
  yours: string,
  untouched: boolean,
  asked: readonly string[],
): RequirementsMerge {
  switch (untouched ? 'text' : file.kind) {
    case 'json':
      return { text: mergeJson(base, yours, file.text, mannerOf(file.path)), notes: [] };
    case 'requirements':
      return mergeRequirements(base, yours, file.text, asked);
    default:
      return { text: mergeText(base, yours, file.text), notes: [] };
  }
}

function mannerOf(path: string): Manner {
  if (path === STORE_FILE) return { owned: STORE_KEY };
  return path === SPEC_FILE ? SPEC_MANNER : {};
}
