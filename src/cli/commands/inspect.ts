/** `ml-image inspect MODEL`: prints what a model file says. */
import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Arguments, Command } from '../command.ts';
import type { Terminal } from '../terminal.ts';

export const inspect = {
  name: 'inspect',
  usage: 'ml-image inspect MODEL',
  help: 'print what a model file says',
  answers: false,
  flags: [],
  run,
} as const satisfies Command;

/**
 * Prints the facts, as text or as JSON.
 * @returns 0
 * @throws UserError if the model cannot be read
 */
async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const [given, ...more] = args.positionals;
  if (given === undefined || more.length > 0) {
    throw new UserError('inspect takes one model', { hint: 'write ml-image inspect PATH' });
  }
  if (given.trim() === '') {
    throw new UserError(`inspect '${given}' is not a path`, {
      hint: `give the model's file or directory`,
    });
  }
  // Half of the program, so it is loaded only when a model is read.
  const { inspectModel } = await import('../../inspect/inspect.ts');
  const { describeFacts } = await import('../../inspect/describe.ts');
  const facts = await inspectModel(resolve(terminal.cwd, given));
  terminal.out(args.on.has('json') ? `${JSON.stringify(facts)}\n` : describeFacts(facts));
  return 0;
}
