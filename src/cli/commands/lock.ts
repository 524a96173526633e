/** `ml-image lock`: requirements.lock. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { RESOLVERS } from '../../lockfile/types.ts';
import type { PreparedChange } from '../../pipeline/change.ts';
import type { LockRequest } from '../../pipeline/lock.ts';
import { applyChange } from '../apply-change.ts';
import type { Arguments, Command } from '../command.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** `--check` found that the lock is not there or does not fit. */
const DRIFT = 2;

export const lock: Command = {
  name: 'lock',
  usage: 'ml-image lock',
  help: 'write requirements.lock: every package, each file by its hash',
  answers: false,
  flags: [
    { flag: 'check', help: 'say whether the lock fits; ask nobody, write nothing' },
    { flag: 'remove', help: 'take the lock out instead' },
    { flag: 'upgrade', help: 'take the newest releases, not those that the lock holds already' },
    { flag: 'offline', help: 'take the wheels in wheels/ alone, without a network' },
    {
      flag: 'by',
      argument: 'RESOLVER',
      help: 'uv, pip or engine resolves (default: the first that is there)',
    },
    {
      flag: 'build-args',
      argument: 'ARGS',
      help: "added to the engine's build as they are, where an engine resolves",
    },
  ],
  run: (args, terminal) =>
    applyChange(args, terminal, { lock: lockRequest(args, terminal) }, { reportCheck: reportLock }),
};

/**
 * What the arguments want of the lock.
 * @throws UserError where they do not go together, or name no resolver
 */
function lockRequest({ positionals, on, values }: Arguments, terminal: Terminal): LockRequest {
  if (positionals.length > 0) {
    throw new UserError(
      `lock takes no '${shown(positionals[0] as string)}'; it locks all of requirements.txt, which ml-image pip changes`,
    );
  }
  if (on.has('check') && on.has('remove')) {
    throw new UserError('--check and --remove were given', { hint: 'give one' });
  }
  const wish = values.by?.at(-1);
  const by = RESOLVERS.find((one) => one === wish) ?? null;
  if (wish !== undefined && by === null) {
    throw new UserError(`--by '${shown(wish)}' resolves nothing`, {
      hint: `give ${RESOLVERS.join(', ')}`,
    });
  }
  return {
    want: on.has('check') ? 'check' : on.has('remove') ? 'remove' : 'renew',
    by,
    upgrade: on.has('upgrade'),
    offline: on.has('offline'),
    buildArgs: (values['build-args'] ?? []).flatMap((text) => text.split(/\s+/)).filter(Boolean),
    onAsk: (who) => terminal.err(`asking ${who} ...\n`),
  };
}

/**
 * Says whether the lock fits what requirements.txt asks for; nobody is asked, nothing is written.
 * @returns 0 where it fits, 2 where it does not or is not there
 */
function reportLock({ root, lock }: PreparedChange, terminal: Terminal, json: boolean): number {
  const fits = lock.is === 'fits';
  const say = json ? terminal.err : terminal.out;
  if (lock.note !== null) printNote(terminal, lock.note);
  if (fits) say('requirements.lock fits requirements.txt.\n');
  else if (lock.is === 'none') say('There is no requirements.lock; ml-image lock makes one.\n');
  if (json) terminal.out(`${JSON.stringify({ root, lock: lock.is, note: lock.note })}\n`);
  return fits ? 0 : DRIFT;
}
