/** What other runners' files say in words, and the texts that they take over. */
import type { ModelSpec } from '../core/types.ts';
import type { FileArgument } from './arguments.ts';
import { refuse } from './refusal.ts';

/** A text for reading: trimmed, controls other than line breaks as blanks; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\P{Cc}\n]/gu, ' ').trim() : '';
}

/** A description, and what else is to be known, in brackets behind it. */
export function annotate(description: string, ...facts: string[]): string {
  const known = facts.filter((fact) => fact !== '').join('; ');
  if (known === '' || description === '') return description || known;
  return `${description} (${known})`;
}

/** What a file must be, which neither Boutiques nor CWL has a field for. */
export function describeFile({ extension, status }: FileArgument): string {
  const kind = extension === '' ? 'a file' : `a file ending in ${extension}`;
  return status === 'suggested' ? `${kind}; better given` : kind;
}

/**
 * The image as `NAME:TAG`.
 * @throws UserError where the specification does not say it
 */
export function imageOf(spec: ModelSpec): string {
  const { image_name: name, image_tag: tag } = (spec.docker ?? {}) as Record<string, unknown>;
  if (textOf(name) === '' || textOf(tag) === '') {
    refuse('docker', 'does not say image_name and image_tag');
  }
  return `${textOf(name)}:${textOf(tag)}`;
}
