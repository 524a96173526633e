import type { Safety } from '../core/model-facts.ts';
import { DATA_ONLY, unsafe } from './pickle/verdict.ts';
import type { ZipArchive } from './read/zip.ts';

/** What two programs can read differently in one zip makes it dangerous: each would be right. */
export function zipSafety(zip: ZipArchive): Safety {
  if (zip.ambiguities.length === 0) return DATA_ONLY;
  return unsafe(
    'dangerous',
    zip.ambiguities.map((what) => `a zip that programs read in different ways: it has ${what}`),
  );
}
