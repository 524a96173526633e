/** What went wrong between us and a registry. */
import { UserError } from '../core/errors.ts';

/** One line: what was asked, what the registry answered, what would work. */
export class RegistryError extends UserError {
  /** False: nobody answered in time, as on a machine without a network. */
  readonly answered: boolean;
  /** @param message the line; never with a login in it */
  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}
