/** Which Keras 3 goes beside TensorFlow for a Keras file. */
import { compareVersions } from './version.ts';

/** Releases, newest first, with the oldest Python of each (PyPI, checked 2026-11-23). */
const RELEASES = [
  { version: '3.15.1', python: '3.11' },
  { version: '3.12.4', python: '3.10' },
  { version: '3.10.0', python: '3.9' },
] as const;

/**
 * The exact requirement for a file that a release of Keras saved: the newest that the Python has,
 * which reads what older ones wrote, or the file's own where that is newer still. The newest is also
 * the safe one: before 3.11.3 `load_model` could be made to run code (CVE-2025-1550, -8747, -9905).
 * @param saved the release that the file asks for at least, e.g. `3.15.1`; null: it does not say
 * @param python minor version, null where it is the base image's own
 */
export function kerasRequirement(saved: string | null, python: string | null): string {
  const newest = (
    RELEASES.find((release) => python === null || compareVersions(release.python, python) <= 0) ??
    RELEASES[0]
  ).version;
  return `keras==${saved && compareVersions(saved, newest) > 0 ? saved : newest}`;
}
