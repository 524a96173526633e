/** Renders the plan and the specification to files. Pure: the same data gives the same bytes. */

import type { SpecForm } from '../core/answers.ts';
import { classNeeds } from '../core/model-facts.ts';
import { json } from '../core/text.ts';
import type { ModelSpec, Plan, RenderedFile } from '../core/types.ts';
import { compiled } from './compiled.ts';
import { dockerfileView, modelPlace } from './dockerfile.ts';
import { makefileView } from './makefile.ts';
import { exampleKind, exampleTemplate, modelCode } from './model-code.ts';
import { yaml } from './quote.ts';
import { modelNoteView, readmeView } from './readme.ts';
import { requirementsView } from './requirements.ts';
import {
  formatModules,
  GPU_MODULE,
  INSTALL,
  LOADER_MODULES,
  loaderTemplate,
  MODEL_NOTE,
  RUNNER,
  TESTS,
  type Templates,
} from './templates.ts';

export { loadTemplates, type Templates } from './templates.ts';

/** Fills an EJS template; it sees `it` and nothing else. */
export function fill(templates: Templates, path: string, it: object): string {
  return compiled(path, text(templates, path))(it);
}

function text(templates: Templates, path: string): string {
  const found = templates[path];
  if (found === undefined) throw new Error(`the template ${path} was not loaded`);
  return found;
}

function file(id: string, path: string, content: string, more: Partial<RenderedFile> = {}) {
  return { id, path, mode: 0o644, text: content, kind: 'text', ...more } satisfies RenderedFile;
}

/** A file that is the same in every folder, and that a person does not edit. */
const VENDORED = { vendored: true } as const;

/** The id of a file of runner/: `runner-formats-npy` for runner/formats/npy.py. */
const runnerId = (path: string) => path.replace(/\.py$/, '').replaceAll('/', '-');

/**
 * Renders every file of the folder except the model, `.yo-rc.json` and `.ml-image/`. Paths are
 * relative to the folder.
 * @param templates from `loadTemplates(directory, plan.loader)`
 * @param shown the specification that the other files follow, where the user has edited it
 * @throws UserError if a value cannot be quoted for its place (see quote.ts)
 */
export function render(
  plan: Plan,
  spec: ModelSpec,
  templates: Templates,
  shown: ModelSpec = spec,
): RenderedFile[] {
  const model = modelPlace(plan);
  const modules = [
    ...RUNNER,
    ...(plan.config.accelerator === 'cpu' ? [] : [GPU_MODULE]),
    ...(LOADER_MODULES[plan.loader] ?? []),
    ...formatModules([...Object.values(shown.inputs), ...Object.values(shown.outputs)]),
  ];
  const files: RenderedFile[] = [
    file(
      'dockerfile',
      'Dockerfile',
      fill(templates, 'Dockerfile.ejs', dockerfileView(plan, shown)),
    ),
    file('dockerignore', '.dockerignore', fill(templates, 'dockerignore.ejs', { model })),
    // Written once: a repository may have its own.
    ...['gitattributes', 'gitignore'].map((name) =>
      file(name, `.${name}`, text(templates, name), { once: true }),
    ),
    file('makefile', 'Makefile', fill(templates, 'Makefile.ejs', makefileView(plan, shown))),
    file('readme', 'README.md', fill(templates, 'README.md.ejs', readmeView(plan, shown))),
    file('install', INSTALL, text(templates, INSTALL), VENDORED),
    ...Object.entries(TESTS).map(([id, path]) => file(id, path, text(templates, path), VENDORED)),
    file('entrypoint', 'entrypoint.py', text(templates, 'entrypoint.py')),
    ...[...new Set(modules)].map((path) =>
      file(runnerId(path), path, text(templates, path), VENDORED),
    ),
    file('model-code', 'model.py', codeOf(plan, shown, templates), { once: true }),
    file('model-spec', 'model-spec.json', json(spec), { kind: 'json' }),
    file(
      'requirements',
      'requirements.txt',
      fill(templates, 'requirements.txt.ejs', requirementsView(plan)),
      { kind: 'requirements' },
    ),
  ];
  if (model !== 'copy') {
    files.push(
      file('model-note', 'model/README.md', fill(templates, MODEL_NOTE, modelNoteView(plan))),
    );
  }
  return files;
}

function codeOf(plan: Plan, spec: ModelSpec, templates: Templates): string {
  const example = text(templates, exampleTemplate(exampleKind(spec)));
  const classes = classNeeds(plan.config.model?.needs ?? [])
    .filter(({ name }) => /^__main__\.\w+$/.test(name))
    .map(({ name }) => name.slice('__main__.'.length));
  return modelCode(text(templates, loaderTemplate(plan.loader)), example, classes);
}

/** Path of each form in the folder, independent of the model's name. */
export const FORM_PATHS: Record<SpecForm, string> = {
  boutiques: 'boutiques.json',
  cwl: 'tool.cwl',
};

/** The specification in one further form, as a file; both forms are JSON and merged by key. */
export function renderForm(form: SpecForm, content: object): RenderedFile {
  const text = form === 'cwl' ? yaml(content) : json(content);
  return { id: form, path: FORM_PATHS[form], mode: 0o644, kind: 'json', text };
}
