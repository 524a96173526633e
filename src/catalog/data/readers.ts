/** The packages that entrypoint.py reads and writes file extensions with. */

const READERS: Record<string, string> = {
  '.png': 'pillow>=11,<14',
  '.jpg': 'pillow>=11,<14',
  '.jpeg': 'pillow>=11,<14',
  '.nii': 'nibabel>=5.3,<6',
  '.nii.gz': 'nibabel>=5.3,<6',
  '.nrrd': 'pynrrd>=1.1,<2',
};

/** The requirements for a specification's extensions, without doubles; numpy's own formats, JSON, CSV, text and MetaImage need none. */
export function readersFor(extensions: string[]): string[] {
  const found = extensions.map((extension) => READERS[extension.toLowerCase()]);
  return [...new Set(found.filter((reader) => reader !== undefined))].sort();
}
