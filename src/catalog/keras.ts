/** Which Keras 3 goes beside TensorFlow for a Keras file. */
import { compareVersions } from './version.ts';

/** Releases, newest first, with the oldest Python of each (PyPI, checked 2026-11-23). */
const RELEASES = [
  { version: '3.15.1', python: '3.11' },
  { version: '3.12.4', python: '3.10' },
  { version: '3.10.0', python: '3.9' },
] as const;

/** Below it `load_model` could be made to run code (CVE-2025-1550, -8747, -9905). */
const SAFE = '3.11.3';

/**
 * The exact requirement for a file that a release of Keras saved: that very release where it is
 * safe, else the newest that the Python has, which reads what older ones wrote. On Python 3.9 no
 * safe release is left, so the newest there is taken.
 * @param saved the release that the file asks for at least, e.g. `3.15.1`; null: it does not say
 * @param python minor version, null where it is the base image's own
 */
export function kerasRequirement(saved: string | null, python: string | null): string {
  const newest = RELEASES.find(
    (release) => python === null || compareVersions(release.python, python) <= 0,
  );
  if (saved && saved.startsWith('3.') && compareVersions(saved, SAFE) >= 0)
    return `keras==${saved}`;
  return `keras==${(newest ?? RELEASES[0]).version}`;
}
