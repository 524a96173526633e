/** Refuses to go on while a file still has conflict markers. */

import { MANIFEST } from '../core/layout.ts';
import { type Disk, realDisk } from '../folder/disk.ts';
import { parseManifest } from '../folder/manifest.ts';
import { placeOf } from '../folder/paths.ts';
import { look } from '../folder/state.ts';
import { refuseLeftMarkers } from '../reconcile/left-markers.ts';

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
