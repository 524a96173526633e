/** Reads the texts that rendering works on. The only file of this room that touches the disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPEC_SCHEMA } from '../core/package.ts';

/** Texts below `templates/`, by their path there. */
export type Templates = Record<string, string>;

/** What is rendered by EJS, whatever the plan says. */
const RENDERED = ['Dockerfile', 'dockerignore', 'Makefile', 'README.md', 'requirements.txt'];

/** What entrypoint.py is made of: the files of `templates/runner/`, copied as they are. */
export const RUNNER = [
  '__init__.py',
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
  'formats/nifti.py',
  'formats/npy.py',
  'formats/npz.py',
  'formats/nrrd_data.py',
  'formats/nrrd_volume.py',
  'formats/picture.py',
  'formats/volume.py',
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
].map((name) => `runner/${name}`);

/** The path below `templates/` of the module that becomes the person's model.py. */
export const loaderTemplate = (loader: string) => `model/${loader}.py`;
/** Rendered to model/README.md while no model is copied there. */
export const MODEL_NOTE = 'model/README.md.ejs';

/** The build that `ml-image lock` lets an engine answer; no file of the folder. */
export const LOCK_DOCKERFILE = 'lock.Dockerfile.ejs';

/**
 * Reads the templates that a plan needs.
 * @param directory the package's `templates/`
 * @param loader `plan.loader`
 * @throws the file system's error where one is missing: the package is then broken
 */
export function loadTemplates(directory: string, loader: string): Templates {
  const paths = [
    ...RENDERED.map((name) => `${name}.ejs`),
    MODEL_NOTE,
    LOCK_DOCKERFILE,
    'entrypoint.py',
    'test.sh',
    SPEC_SCHEMA,
    ...RUNNER,
    loaderTemplate(loader),
  ];
  const texts = paths.map((path) => readFileSync(join(directory, path), 'utf8'));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] as string]));
}
