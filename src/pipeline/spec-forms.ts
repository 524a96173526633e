/**
 * The specification in the forms of other runners (`--spec-also`). They are rendered from model-spec.json
 * after its merge, so that they have the user's edits.
 */

import type { Config, SpecForm } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import type { State } from '../core/folder-state.ts';
import { isRecord } from '../core/record.ts';
import type { ModelSpec, RenderedFile } from '../core/types.ts';
import { boutiquesOf } from '../model-spec/boutiques.ts';
import { cwlOf } from '../model-spec/cwl.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { imageReference, shell } from '../render/quote.ts';
import { FORM_PATHS, renderForm } from '../render/render.ts';
import { mergedSpec, specFileIn } from './merged-spec.ts';

type FormConfig = Pick<Config, 'specAlso' | 'accelerator'>;

/** The paths of a folder's further forms. */
export function formPaths(config: Config): { path: string }[] {
  return config.specAlso.map((form) => ({ path: FORM_PATHS[form] }));
}

/**
 * The files of `config.specAlso` for a specification.
 * @throws UserError where a form cannot say what the specification says
 */
export function renderForms(config: FormConfig, spec: ModelSpec): RenderedFile[] {
  return config.specAlso.map((form) => renderForm(form, formOf(form, spec, config)));
}

function formOf(form: SpecForm, spec: ModelSpec, { accelerator }: FormConfig): object {
  if (form === 'cwl') return cwlOf(spec, imageReference);
  return boutiquesOf(spec, { gpus: accelerator === 'cuda', shell, imageReference });
}

/**
 * Reconciles a folder, its further forms among the files.
 * @param state read with the paths of `next` and those of `formPaths`
 * @param next the rendered files without the forms
 * @param restore paths of deleted files to restore
 * @param asked normalised names of the requirements that this command gives or takes out
 * @throws UserError as reconcile and renderForms do
 */
export function reconcileWithForms(
  config: Config,
  state: State,
  next: readonly RenderedFile[],
  restore: readonly string[] = [],
  asked: readonly string[] = [],
): ChangeSet {
  const forms = config.specAlso.length > 0 ? formsOf(config, state, next, restore) : [];
  return reconcile({ ...state, next: [...next, ...forms], restore, asked });
}

/** The forms of the specification as it will be after the merge. */
function formsOf(
  config: Config,
  state: State,
  next: readonly RenderedFile[],
  restore: readonly string[],
): RenderedFile[] {
  const file = specFileIn(next);
  const merged = mergedSpec(file, state, restore);
  const spec = parseSpec(merged ?? file.text);
  if (spec) return renderForms(config, spec);
  // No JSON, or a conflict to resolve: until then the forms stay as they were rendered last.
  const first = renderForms(config, JSON.parse(file.text) as ModelSpec);
  return first.map((form) => {
    const last = state.base.files.find(({ id }) => id === form.id);
    return last?.text == null ? form : { ...form, text: last.text };
  });
}

function parseSpec(text: string): ModelSpec | null {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as ModelSpec;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
