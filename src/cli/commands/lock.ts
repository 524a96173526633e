/** The parts of `ml-image lock` that are its own: what was asked for, and `--check`. */

import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { RESOLVERS } from '../../lockfile/types.ts';
import type { PreparedChange } from '../../pipeline/change.ts';
import type { LockRequest } from '../../pipeline/lock.ts';
import type { Arguments } from '../command-table.ts';
import { type Door, printNote } from '../terminal.ts';

/** `--check` found that the lock is not there or does not fit. */
const DRIFT = 2;

/**
 * What the arguments want of the lock.
 * @throws UserError where they do not go together, or name no resolver
 */
export function wantedLock({ positionals, on, values }: Arguments, door: Door): LockRequest {
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
    onAsk: (who) => door.err(`asking ${who} ...\n`),
  };
}

/**
 * Says whether the lock fits what requirements.txt asks for; nobody is asked, nothing is written.
 * @returns 0 where it fits, 2 where it does not or is not there
 */
export function runLockCheck({ root, lock }: PreparedChange, door: Door, json: boolean): number {
  const fits = lock.is === 'fits';
  const say = json ? door.err : door.out;
  if (lock.note !== null) printNote(door, lock.note);
  if (fits) say('requirements.lock fits requirements.txt.\n');
  else if (lock.is === 'none') say('There is no requirements.lock; ml-image lock makes one.\n');
  if (json) door.out(`${JSON.stringify({ root, lock: lock.is, note: lock.note })}\n`);
  return fits ? 0 : DRIFT;
}
