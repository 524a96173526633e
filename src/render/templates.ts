/** Reads the texts that rendering works on. The only file of this room that touches the disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts below `templates/`, by their path there. */
export type Templates = Record<string, string>;

/** What is rendered by EJS, whatever the plan says. */
const RENDERED = ['Dockerfile', 'dockerignore', 'Makefile', 'README.md', 'requirements.txt'];

/** The path below `templates/` of the module that becomes the person's model.py. */
export const loaderTemplate = (loader: string) => `model/${loader}.py`;

/** Rendered to model/README.md while no model is copied there. */
export const MODEL_NOTE = 'model/README.md.ejs';

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
    'entrypoint.py',
    loaderTemplate(loader),
  ];
  const texts = paths.map((path) => readFileSync(join(directory, path), 'utf8'));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] as string]));
}
