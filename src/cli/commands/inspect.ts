/** `ml-image inspect MODEL`: what a model file says. */
import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { describeFacts } from '../../inspect/describe.ts';
import { inspectModel } from '../../inspect/inspect.ts';
import type { Arguments } from '../command-table.ts';
import type { Door } from '../terminal.ts';

/**
 * Prints the facts, for reading or as JSON.
 * @returns 0 when the model was read
 * @throws UserError where it cannot be read
 */
export async function runInspect(args: Arguments, door: Door): Promise<number> {
  const [given, ...more] = args.positionals;
  if (given === undefined || more.length > 0) {
    throw new UserError('inspect takes one model', { hint: 'write ml-image inspect PATH' });
  }
  if (given.trim() === '') {
    throw new UserError(`inspect '${given}' is no path`, {
      hint: `give the model's file or directory`,
    });
  }
  const facts = await inspectModel(resolve(door.cwd, given));
  door.out(args.on.has('json') ? `${JSON.stringify(facts)}\n` : describeFacts(facts));
  return 0;
}
