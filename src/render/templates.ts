/** Reads the templates from disk. No other file of this room does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPEC_SCHEMA } from '../core/package.ts';

/** Texts of the files in `templates/`, by relative path. */
export type Templates = Record<string, string>;

/** EJS templates that every plan needs. */
const RENDERED = ['Dockerfile', 'dockerignore', 'Makefile', 'README.md', 'requirements.txt'];

/** The modules of entrypoint.py: the files of `templates/runner/`, copied unchanged. */
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
  'formats/counted.py',
  'formats/csv_table.py',
  'formats/entries.py',
  'formats/json_values.py',
  'formats/metaimage.py',
  'formats/named_columns.py',
  'formats/nifti.py',
  'formats/npy.py',
  'formats/npz.py',
  'formats/nrrd_data.py',
  'formats/nrrd_volume.py',
  'formats/picture.py',
  'formats/text_file.py',
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
    loaderTemplate(loader),
  ];
  const texts = paths.map((path) => readFileSync(join(directory, path), 'utf8'));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] as string]));
}
