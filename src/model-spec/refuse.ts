/** The one line for a specification that cannot be written for other runners. */

import { UserError } from '../core/errors.ts';
import { visibleLine } from '../core/text.ts';

/**
 * Ends with that line.
 * @param where the entry, such as `params.threshold`
 * @throws UserError always
 */
export function refuse(where: string, why: string): never {
  throw new UserError(
    `model-spec.json: ${where} ${why}, so --spec-also cannot write it for other runners; change it there, or do without: ml-image regenerate --spec-also none`,
  );
}

/** A value from the specification, short and without line breaks, for a message. */
export function shown(value: unknown): string {
  const text = visibleLine(JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
