/** Conflict markers of an earlier run: until a person has decided them, nothing else is changed. */
import { UserError } from '../core/errors.ts';
import type { CurrentFile } from '../core/folder-state.ts';
import { shownPath } from '../core/text.ts';
import type { RenderedFile } from '../core/types.ts';
import { markerLines } from '../merge/conflict-markers.ts';

/**
 * Refuses while conflict markers are left in one of these files. One that is written once is never
 * merged, so its content is the user's.
 * @param next the rendered files
 * @param at what is at a path
 * @throws UserError with each place
 */
export function refuseLeftMarkers(
  files: readonly { path: string }[],
  next: readonly Pick<RenderedFile, 'path' | 'once'>[],
  at: (path: string) => CurrentFile,
): void {
  const own = new Set(next.filter((file) => file.once).map((file) => file.path));
  const merged = new Set(files.map((file) => file.path).filter((path) => !own.has(path)));
  const left = [...merged].sort().flatMap((path) => {
    const found = at(path);
    const lines = found.kind === 'file' && found.text !== null ? markerLines(found.text, path) : [];
    return lines.map((line) => `${shownPath(path)}:${line}`);
  });
  if (left.length > 0)
    throw new UserError(
      `conflict markers are left at ${left.join(', ')}: keep the right lines, delete the markers, and run this again`,
    );
}
