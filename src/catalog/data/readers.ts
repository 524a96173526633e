/** The packages that entrypoint.py reads and writes file extensions with. */

import { type DeclaredFile, hasNamedColumns } from '../../core/declared-file.ts';

const READERS: Record<string, string> = {
  '.png': 'pillow>=11,<14',
  '.jpg': 'pillow>=11,<14',
  '.jpeg': 'pillow>=11,<14',
  '.nii': 'nibabel>=5.3,<6',
  '.nii.gz': 'nibabel>=5.3,<6',
  '.nrrd': 'pynrrd>=1.1,<2',
};

/** Reads a table whose columns have names, as a DataFrame. */
const DATA_FRAMES = 'pandas>=2.2,<4';

/**
 * The requirements for a specification's files, without doubles. numpy's own formats, JSON, CSV,
 * text and MetaImage need none; a table with named columns needs pandas.
 */
export function readersFor(files: readonly DeclaredFile[]): string[] {
  const found = files.flatMap((file) => {
    const format = file.extension.toLowerCase();
    const reader = Object.hasOwn(READERS, format) ? READERS[format] : undefined;
    return [reader, hasNamedColumns(file) ? DATA_FRAMES : undefined];
  });
  return [...new Set(found.filter((reader) => reader !== undefined))].sort();
}
