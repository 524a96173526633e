/** Conflict markers of an earlier run: nothing is changed until the user has resolved them. */
import { UserError } from '../core/errors.ts';
import type { CurrentFile } from '../core/folder-state.ts';
import { shownPath } from '../core/text.ts';
import { markerLines } from '../merge/conflict-markers.ts';

/**
 * Refuses while conflict markers are left in one of these files.
 * @param paths of the files that are merged; what a file that is written once holds is the user's
 * @param at what is at a path
 * @throws UserError with each place
 */
export function refuseLeftMarkers(
  paths: readonly string[],
  at: (path: string) => CurrentFile,
): void {
  const left = [...new Set(paths)].sort().flatMap((path) => {
    const found = at(path);
    const lines = found.kind === 'file' && found.text !== null ? markerLines(found.text, path) : [];
    return lines.map((line) => `${shownPath(path)}:${line}`);
  });
  if (left.length > 0)
    throw new UserError(
      `conflict markers are left at ${left.join(', ')}: keep the right lines, delete the markers, and run this again`,
    );
}
