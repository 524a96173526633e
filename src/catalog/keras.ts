/** Which Keras 3 goes beside TensorFlow for a Keras file. */

import { compareVersions } from '../packages/version.ts';
import { companionRelease } from './data/companions.ts';

/**
 * The exact requirement for a file that a release of Keras saved: the newest that the Python has,
 * which reads what older ones wrote, or the file's own where that is newer still. The newest is also
 * the safe one (see companions.ts).
 * @param saved the release that the file asks for at least, e.g. `3.15.1`; null: it does not say
 * @param python minor version, null where it is the base image's own
 */
export function kerasRequirement(saved: string | null, python: string | null): string {
  const newest = companionRelease('keras', python) ?? companionRelease('keras', null);
  if (!saved) return `keras==${newest}`;
  return `keras==${newest && compareVersions(saved, newest) <= 0 ? newest : saved}`;
}
