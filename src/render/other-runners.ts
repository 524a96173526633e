/** The specification's further forms as files. They are for people and runners, never for the image. */

import type { SpecForm } from '../core/answers.ts';
import { json } from '../core/text.ts';
import type { RenderedFile } from '../core/types.ts';
import { yaml } from './quote.ts';

/** Where each form stands in the folder; the name stays when the model's changes. */
export const FORM_PATHS: Record<SpecForm, string> = {
  boutiques: 'boutiques.json',
  cwl: 'tool.cwl',
};

/** One further form as a file; both are JSON, and so merged by key. */
export function renderForm(form: SpecForm, content: object): RenderedFile {
  const text = form === 'cwl' ? yaml(content) : json(content);
  return { id: form, path: FORM_PATHS[form], mode: 0o644, kind: 'json', text };
}
