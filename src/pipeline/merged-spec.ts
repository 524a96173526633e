/** The specification as it will be after a change: what the answers give, merged with the user's edits. */
import type { State } from '../core/folder-state.ts';
import type { ModelSpec, RenderedFile } from '../core/types.ts';
import { shownSpec } from '../model-spec/shown.ts';
import { reconcile } from '../reconcile/reconcile.ts';

/** The file that shows all of the specification; others take the data folder of it alone. */
const README = 'readme';

/** The specification among rendered files. */
export function specFileIn(files: readonly RenderedFile[]): RenderedFile {
  const file = files.find(({ id }) => id === 'model-spec');
  if (!file) throw new Error('no specification was rendered');
  return file;
}

/**
 * What model-spec.json will hold; null where it holds no text, or was deleted.
 * @param restore paths of deleted files to restore
 */
export function mergedSpec(
  file: RenderedFile,
  { base, current }: State,
  restore: readonly string[],
): string | null {
  const alone = { ...base, files: base.files.filter(({ id }) => id === file.id) };
  const restored = restore.filter((path) => path === file.path);
  const { changes } = reconcile({ base: alone, current, next: [file], restore: restored });
  const [change] = changes;
  return change && change.action !== 'beside' ? change.after : null;
}

/**
 * The rendered files, with the merged specification shown in those that follow it. While that cannot be
 * read (no JSON, a conflict, a fault), README stays as it was rendered last.
 * @param files of the answers alone
 * @param renderWith renders again, for another specification to show
 */
export function followSpec(
  files: readonly RenderedFile[],
  state: State,
  renderWith: (shown: ModelSpec) => RenderedFile[],
): readonly RenderedFile[] {
  const built = specFileIn(files);
  const merged = mergedSpec(built, state, []);
  if (merged === null || merged === built.text) return files;
  const shown = shownSpec(merged, JSON.parse(built.text) as ModelSpec);
  if (shown) return renderWith(shown);
  return files.map((file) => {
    const last = state.base.files.find(({ id }) => id === file.id);
    return file.id === README && last?.text != null ? { ...file, text: last.text } : file;
  });
}
