/** Reads the folder for a change, and refuses one with unresolved conflicts or files saved meanwhile. */
import type { Config } from '../core/answers.ts';
import { changedMeanwhile } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { MANIFEST, SPEC_FILE, STORE_FILE } from '../core/layout.ts';
import type { RenderedFile } from '../core/types.ts';
import { realDisk } from '../folder/disk.ts';
import { parseManifest } from '../folder/manifest.ts';
import { placeOf } from '../folder/paths.ts';
import { look, readState } from '../folder/state.ts';
import { refuseLeftMarkers } from '../reconcile/left-markers.ts';
import type { EditedSpec } from './spec.ts';
import { formPaths } from './spec-forms.ts';
import type { StoredConfig } from './stored-config.ts';

/**
 * Reads what the folder holds.
 * @throws UserError where the answers or the specification were saved since they were read
 */
export function readForChange(
  root: string,
  files: readonly RenderedFile[],
  { stored }: StoredConfig,
  config: Config,
  spec: EditedSpec | null,
): State {
  const read = readState(root, [...files, ...formPaths(config)]);
  assertUnchanged(read, STORE_FILE, stored.text);
  if (spec) assertUnchanged(read, SPEC_FILE, spec.before);
  return read;
}

/**
 * Checks that a file still holds the text that was read of it before.
 * @throws UserError where someone saved it in between
 */
function assertUnchanged({ current }: State, path: string, text: string): void {
  const found = current[path];
  const now = found?.kind === 'file' ? found.text?.replace(/^\uFEFF/, '') : undefined;
  if (found?.kind === 'absent' || (now !== undefined && now !== text.replace(/^\uFEFF/, '')))
    throw changedMeanwhile(path);
}

/**
 * Refuses while conflict markers are left in a file that the folder's manifest names.
 * @param once paths of files that are written once, whose content is the user's
 * @throws UserError with each place, and where the manifest is damaged
 */
export function refuseMarkersIn(root: string, once: readonly string[]): void {
  const lookAt = (path: string) => look(realDisk, placeOf(realDisk, root, path));
  const manifest = lookAt(MANIFEST);
  if (manifest.kind !== 'file' || manifest.text === null) return;
  const { files } = parseManifest(manifest.text);
  const paths = files.map(({ path }) => path);
  refuseLeftMarkers(
    paths.filter((path) => !once.includes(path)),
    lookAt,
  );
}
