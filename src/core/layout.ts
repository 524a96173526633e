/** The fixed names of an image folder, and which paths may be written in it. */

/** Where the manifest, the bases and a run at work are kept. */
export const OURS = '.ml-image';

export const MANIFEST = `${OURS}/manifest.json`;

/** The stored answers: what stands below this key was read from the file itself before rendering. */
export const ANSWERS = { path: '.yo-rc.json', key: 'generator-ml-image' };

export const SPEC_FILE = 'model-spec.json';

export const BASE = `${OURS}/base`;
