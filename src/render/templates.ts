/** Reads the templates from disk. No other file of this room does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeclaredFile, hasNamedColumns } from '../core/declared-file.ts';
import { EXAMPLES, exampleTemplate } from './model-code.ts';

/** Texts of the files in `templates/`, by relative path. */
export type Templates = Record<string, string>;

/** EJS templates that every plan needs. */
const RENDERED = ['Dockerfile', 'dockerignore', 'Makefile', 'README.md', 'requirements.txt'];

/** The modules that every image has: files of `templates/runner/`, copied unchanged. */
export const RUNNER = [
  '__init__.py',
  'arguments.py',
  'arrays.py',
  'failures.py',
  'formats/__init__.py',
  'outputs.py',
  'prediction.py',
  'selftest.py',
  'specification.py',
].map((name) => `runner/${name}`);

/** Only in an image for CUDA. */
export const GPU_MODULE = 'runner/gpu.py';

/** Modules that only some loaders of model.py import. */
export const LOADER_MODULES: Record<string, readonly string[]> = {
  'torch-state-dict': ['runner/weights.py'],
  safetensors: ['runner/weights.py'],
  'monai-bundle': ['runner/volume.py'],
};

/** What `make test` runs: paths by the ids of these files. */
export const TESTS = { test: 'test/run.sh', 'test-trials': 'test/trials.py' };

/** How the Dockerfile's steps call pip. */
export const INSTALL = 'install.sh';

/** What reads and writes a file of runner/formats/, by extension: the FORMATS of its __init__.py. */
const FORMATS: Record<string, readonly string[]> = {
  '.npy': ['formats/npy'],
  '.npz': ['formats/npz', 'formats/npy'],
  '.json': ['formats/json_values'],
  '.csv': ['formats/csv_table'],
  '.png': ['formats/picture'],
  '.jpg': ['formats/picture'],
  '.jpeg': ['formats/picture'],
  '.nii': ['formats/nifti', 'volume'],
  '.nii.gz': ['formats/nifti', 'volume'],
  '.nrrd': ['formats/nrrd_volume', 'volume'],
  '.mha': ['formats/metaimage', 'volume'],
  '.mhd': ['formats/metaimage', 'volume'],
  '.txt': ['formats/text_file'],
};

/** Beside a table's format, where its columns have names. */
const NAMED_COLUMNS = 'formats/named_columns';

const modulePath = (name: string) => `runner/${name}.py`;

/** The modules that read and write these files, sorted. */
export function formatModules(files: readonly DeclaredFile[]): string[] {
  const found = files.flatMap((file) => {
    const format = file.extension.toLowerCase();
    const modules = Object.hasOwn(FORMATS, format) ? FORMATS[format] : [];
    return [...(modules ?? []), ...(hasNamedColumns(file) ? [NAMED_COLUMNS] : [])];
  });
  return [...new Set(found)].sort().map(modulePath);
}

/** All modules of formats, sorted. */
export const FORMAT_MODULES = [...new Set([...Object.values(FORMATS).flat(), NAMED_COLUMNS])]
  .sort()
  .map(modulePath);

/** The template of model.py, relative to `templates/`. */
export const loaderTemplate = (loader: string) => `model/${loader}.py`;
/** Rendered to model/README.md if no model is copied there. */
export const MODEL_NOTE = 'model/README.md.ejs';

/** The Dockerfile with which `ml-image lock` resolves requirements; not a file of the folder. */
export const LOCK_DOCKERFILE = 'lock.Dockerfile.ejs';

/**
 * Reads the templates that a plan needs.
 * @param directory the package's `templates/`
 * @param loader `plan.loader`
 * @throws the file system's error if one is missing: then the installation is broken
 */
export function loadTemplates(directory: string, loader: string): Templates {
  const paths = [
    ...RENDERED.map((name) => `${name}.ejs`),
    MODEL_NOTE,
    LOCK_DOCKERFILE,
    'entrypoint.py',
    INSTALL,
    ...Object.values(TESTS),
    'gitattributes',
    'gitignore',
    ...RUNNER,
    GPU_MODULE,
    ...(LOADER_MODULES[loader] ?? []),
    ...FORMAT_MODULES,
    loaderTemplate(loader),
    ...EXAMPLES.map(exampleTemplate),
  ];
  const texts = paths.map((path) => readFileSync(join(directory, path), 'utf8'));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] as string]));
}
