/** `ml-image lock`: writes, checks or removes requirements.lock. */
import { UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { RESOLVERS } from '../../lockfile/types.ts';
import type { PreparedChange } from '../../pipeline/change.ts';
import type { LockRequest } from '../../pipeline/request.ts';
import { applyChange } from '../apply-change.ts';
import type { Arguments, Command, CommandFlag } from '../command.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** The exit status of `--check` if the lock is missing or does not fit. */
const DRIFT = 2;

const FLAGS = [
  { flag: 'check', help: 'check whether the lock fits requirements.txt; write nothing' },
  { flag: 'remove', help: 'remove the lock instead' },
  { flag: 'upgrade', help: 'use the newest releases, not those that the lock already has' },
  { flag: 'offline', help: 'use only the wheels in wheels/, without a network' },
  {
    flag: 'by',
    argument: 'RESOLVER',
    help: 'resolve with uv, pip or engine (default: the first that is available)',
  },
  {
    flag: 'build-args',
    argument: 'ARGS',
    help: "arguments to add to the engine's build, if an engine resolves",
  },
] as const satisfies CommandFlag[];

export const lock = {
  name: 'lock',
  usage: 'ml-image lock',
  help: 'write requirements.lock: every package with the hashes of its files',
  answers: false,
  flags: FLAGS,
  run: (args: Arguments<typeof FLAGS>, terminal) =>
    applyChange(args, terminal, { lock: lockRequest(args, terminal) }, { reportCheck: reportLock }),
} as const satisfies Command;

/**
 * The request that the arguments make.
 * @throws UserError if they contradict each other or name no resolver
 */
function lockRequest(
  { positionals: [first], on, values }: Arguments<typeof FLAGS>,
  terminal: Terminal,
): LockRequest {
  if (first !== undefined) {
    throw new UserError(
      `lock takes no argument ('${shown(first)}'): it locks all of requirements.txt`,
      { hint: 'to change that, write ml-image pip REQUIREMENT' },
    );
  }
  if (on.has('check') && on.has('remove')) {
    throw new UserError('--check and --remove were given', { hint: 'give one' });
  }
  const name = values.by.at(-1);
  const by = RESOLVERS.find((one) => one === name) ?? null;
  if (name !== undefined && by === null) {
    throw new UserError(`--by '${shown(name)}' is not a resolver`, {
      hint: `choose one of ${RESOLVERS.join(', ')}`,
    });
  }
  return {
    want: on.has('check') ? 'check' : on.has('remove') ? 'remove' : 'renew',
    by,
    upgrade: on.has('upgrade'),
    offline: on.has('offline'),
    buildArgs: values['build-args'].flatMap((text) => text.split(/\s+/)).filter(Boolean),
    onAsk: (who) => terminal.err(`asking ${who} ...\n`),
  };
}

/**
 * Prints whether the lock fits requirements.txt; uses no network and writes nothing.
 * @returns 0 if it fits, 2 if it does not or is missing
 */
function reportLock({ root, lock }: PreparedChange, terminal: Terminal, json: boolean): number {
  const fits = lock.is === 'fits';
  const say = json ? terminal.err : terminal.out;
  if (lock.note !== null) printNote(terminal, lock.note);
  if (fits) say('requirements.lock fits requirements.txt.\n');
  else if (lock.is === 'none') say('There is no requirements.lock; write ml-image lock.\n');
  if (json) terminal.out(`${JSON.stringify({ root, lock: lock.is, note: lock.note })}\n`);
  return fits ? 0 : DRIFT;
}
