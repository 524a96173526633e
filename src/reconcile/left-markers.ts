/** Conflict markers of an earlier run: until a person has decided them, nothing else is changed. */
import { UserError } from '../errors.ts';
import type { RenderedFile } from '../types.ts';
import { type Disk, realDisk } from './disk.ts';
import { parseManifest } from './manifest.ts';
import { markerLines } from './markers.ts';
import { MANIFEST, placeOf } from './paths.ts';
import { shown } from './shown.ts';
import { type CurrentFile, look } from './state.ts';

/**
 * Refuses while conflict markers are left in one of these files. One that is written once is never
 * merged, so whatever stands in it is the person's own.
 * @param next the rendered files
 * @param at what stands at a path
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
    return lines.map((line) => `${shown(path)}:${line}`);
  });
  if (left.length > 0)
    throw new UserError(
      `conflict markers are left at ${left.join(', ')}: keep there what is right, delete the markers, and run this again`,
    );
}

/**
 * Refuses while conflict markers are left in a file that the folder's manifest names.
 * @param once paths of files that are written once
 * @throws UserError with each place, and where the manifest is damaged
 */
export function refuseMarkersIn(
  root: string,
  once: readonly string[],
  disk: Disk = realDisk,
): void {
  const manifest = look(disk, placeOf(disk, root, MANIFEST));
  if (manifest.kind !== 'file' || manifest.text === null) return;
  const own = once.map((path) => ({ path, once: true as const }));
  refuseLeftMarkers(parseManifest(manifest.text).files, own, (path) =>
    look(disk, placeOf(disk, root, path)),
  );
}
