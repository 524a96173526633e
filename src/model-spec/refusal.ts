/** The error for a specification that cannot be written for other runners. */
import { UserError } from '../core/errors.ts';
import { SPEC_FILE } from '../core/layout.ts';

/**
 * Refuses the specification.
 * @param where the entry, such as `params.threshold`
 * @throws UserError always
 */
export function refuse(where: string, why: string): never {
  throw new UserError(
    `${SPEC_FILE}: ${where} ${why}, so --spec-also cannot write it for other runners`,
    { hint: 'change it, or use ml-image regenerate --spec-also none' },
  );
}
