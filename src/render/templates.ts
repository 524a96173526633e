/** Reads the templates from disk. No other file of this room does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeclaredFile, hasNamedColumns } from '../core/declared-file.ts';
import { SPEC_SCHEMA } from '../core/package.ts';

/** Texts of the files in `templates/`, by relative path. */
export type Templates = Record<string, string>;

/** EJS templates that every plan needs. */
const RENDERED = ['Dockerfile', 'dockerignore', 'Makefile', 'README.md', 'requirements.txt'];

/** The modules that every image has: files of `templates/runner/`, copied unchanged. */
export const RUNNER = [
  '__init__.py',
  'advice.py',
  'archive.py',
  'arguments.py',
  'arrays.py',
  'command.py',
  'example.py',
  'failure.py',
  'formats/__init__.py',
  'gpu.py',
  'help.py',
  'inputs.py',
  'limits.py',
  'model_call.py',
  'params.py',
  'paths.py',
  'prediction.py',
  'process.py',
  'rehearsal.py',
  'selftest.py',
  'specification.py',
  'streams.py',
  'targets.py',
  'text.py',
  'trials.py',
  'volume.py',
].map((name) => `runner/${name}`);

/** What reads and writes a file of runner/formats/, by extension: the FORMATS of its __init__.py. */
const FORMATS: Record<string, readonly string[]> = {
  '.npy': ['npy'],
  '.npz': ['npz', 'npy', 'counted', 'entries'],
  '.json': ['json_values', 'entries'],
  '.csv': ['csv_table'],
  '.png': ['picture'],
  '.jpg': ['picture'],
  '.jpeg': ['picture'],
  '.nii': ['nifti', 'counted'],
  '.nii.gz': ['nifti', 'counted'],
  '.nrrd': ['nrrd_volume', 'nrrd_data', 'counted'],
  '.mha': ['metaimage'],
  '.mhd': ['metaimage'],
  '.txt': ['text_file'],
};

/** Beside a table's format, where its columns have names. */
const NAMED_COLUMNS = 'named_columns';

const modulePath = (name: string) => `runner/formats/${name}.py`;

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
    'test.sh',
    'gitattributes',
    'gitignore',
    SPEC_SCHEMA,
    ...RUNNER,
    ...FORMAT_MODULES,
    loaderTemplate(loader),
  ];
  const texts = paths.map((path) => readFileSync(join(directory, path), 'utf8'));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] as string]));
}
