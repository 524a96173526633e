/** Texts of the files for other runners. */
import type { ModelSpec } from '../core/types.ts';
import type { FileArgument } from './arguments.ts';
import { refuse } from './refusal.ts';

/** A text for people: trimmed, with blanks for controls except line breaks; empty if it is not a string. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\P{Cc}\n]/gu, ' ').trim() : '';
}

/** A description with further facts, in parentheses. */
export function annotate(description: string, ...facts: string[]): string {
  const known = facts.filter((fact) => fact !== '').join('; ');
  if (known === '' || description === '') return description || known;
  return `${description} (${known})`;
}

/** The file's required extension and status, for which neither Boutiques nor CWL has a field. */
export function describeFile({ extension, status }: FileArgument): string {
  const kind = extension === '' ? 'a file' : `a file ending in ${extension}`;
  return status === 'suggested' ? `${kind}; better given` : kind;
}

/**
 * The image as `NAME:TAG`.
 * @throws UserError if the specification does not name it
 */
export function imageOf(spec: ModelSpec): string {
  const { image_name: name, image_tag: tag } = (spec.docker ?? {}) as Record<string, unknown>;
  if (textOf(name) === '' || textOf(tag) === '') {
    refuse('docker', 'has no image_name and image_tag');
  }
  return `${textOf(name)}:${textOf(tag)}`;
}
