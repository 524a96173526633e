/** The fixed names of an image folder, and which paths may be written in it. */

/** Where the manifest, the bases and a run at work are kept. */
export const OURS = '.ml-image';

export const MANIFEST = `${OURS}/manifest.json`;

/** The file of the stored answers, which Yeoman uses too, and our key in it. */
export const STORE_FILE = '.yo-rc.json';
export const STORE_KEY = 'generator-ml-image';

export const SPEC_FILE = 'model-spec.json';

export const BASE = `${OURS}/base`;
