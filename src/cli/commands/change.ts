/** `ml-image regenerate`, `pip`, `system`, `pin` and `lock`: a change of mind, merged with what the person wrote. */

import { isInStep, listConflicts, summarise } from '../../core/change-set.ts';
import { passes, UserError } from '../../core/errors.ts';
import { shown } from '../../core/text.ts';
import { unifiedDiff } from '../../merge/unified-diff.ts';
import { type PreparedChange, prepareChange } from '../../pipeline/change.ts';
import { aboutPin } from '../../pipeline/pin.ts';
import type { ChangeRequest } from '../../pipeline/request.ts';
import type { Ask } from '../../questions/collect.ts';
import type { Arguments } from '../command-table.ts';
import { beyondDiffText, changesText, colouredDiff, conflictsText } from '../report.ts';
import { type Door, printNote } from '../terminal.ts';
import { runLockCheck, wantedLock } from './lock.ts';
import { rootOf } from './root.ts';

/** `--check` found that the folder is not what its answers give. */
const DRIFT = 2;
/** Done, and conflicts are left in files. */
const CONFLICTS = 3;

/**
 * Decides a change, shows it, and writes it unless it is only to be shown.
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
export async function runChange(args: Arguments, door: Door): Promise<number> {
  return carryOut(args, door, await wanted(args, door, askOf(args, door)));
}

/**
 * Carries a change through that is known: decides it, shows it, and writes it.
 * @param more what the JSON result says besides
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
export async function carryOut(
  args: Arguments,
  door: Door,
  request: Partial<ChangeRequest>,
  more: object = {},
): Promise<number> {
  const ask = askOf(args, door);
  for (let tries = 1; ; tries++) {
    try {
      return await carryOutOnce(args, door, ask, request, more);
    } catch (error) {
      // A person has seen what was decided; nobody has agreed to anything else.
      if (ask !== null || !passes(error, 'changed') || tries === TRIES) throw error;
      door.err(`note: ${(error as Error).message}; deciding anew\n`);
    }
  }
}

/** How often a change is decided anew since the folder was changed before it was written. */
const TRIES = 8;

async function carryOutOnce(
  args: Arguments,
  door: Door,
  ask: Ask | null,
  request: Partial<ChangeRequest>,
  more: object,
): Promise<number> {
  const { on } = args;
  const check = on.has('check');
  const readOnly = check || on.has('dry-run');
  const prepared = await prepareChange({
    cwd: door.cwd,
    ask,
    readOnly,
    statusHalfWay: check ? DRIFT : 1,
    allowDangerousModel: on.has('allow-dangerous-model'),
    ...request,
  });
  const say = on.has('json') ? door.err : door.out;
  if (check) prepared.warnings.push(...(await aboutPin(prepared.config)));
  if (args.command.name === 'lock' && check) return runLockCheck(prepared, door, on.has('json'));
  for (const warning of prepared.warnings) printNote(door, warning);
  if (prepared.interrupted) {
    printNote(door, 'an earlier run was interrupted; the next command that writes mends it');
  }
  const inStep = isInStep(prepared.changes);
  if (inStep) say(`${stillText(prepared)}\n${changesText(prepared.changes)}`);
  else say(changesText(prepared.changes));
  if (on.has('dry-run')) {
    const diff = unifiedDiff(prepared.changes);
    say(diff, door.colour && !on.has('json') ? colouredDiff : undefined);
    say(beyondDiffText(prepared.changes));
    if (!inStep && !on.has('json')) say('Dry run: nothing was written.\n');
  }
  const written = !readOnly && (!inStep || movesBase(prepared));
  if (written) {
    await confirm(ask, inStep);
    await door.commit(prepared);
    const conflicts = conflictsText(prepared.changes);
    say(conflicts);
    if (!inStep && conflicts === '' && !on.has('json')) say('Done: written as listed.\n');
  }
  if (on.has('json')) door.out(`${JSON.stringify({ ...result(prepared, written), ...more })}\n`);
  if (check) return isWhole(prepared) && !prepared.interrupted ? 0 : DRIFT;
  return written && listConflicts(prepared.changes).length > 0 ? CONFLICTS : 0;
}

/** Who may be asked: nobody where a program reads the answer, nor where nothing is to be written. */
function askOf({ on }: Arguments, door: Door): Ask | null {
  return ['yes', 'json', 'check', 'dry-run'].some((flag) => on.has(flag)) ? null : door.ask;
}

/** What the arguments ask to be changed. */
async function wanted(
  args: Arguments,
  door: Door,
  ask: Ask | null,
): Promise<Partial<ChangeRequest>> {
  const { command, positionals, values } = args;
  const first = shown(positionals[0] ?? '');
  if (command.name === 'regenerate') {
    if (positionals.length > 0) {
      throw new UserError(
        `regenerate takes no '${first}'; what changes is given by flag, as in ml-image regenerate --name other`,
      );
    }
    return { given: args.given, restore: [...(values.restore ?? [])] };
  }
  if (command.name === 'pin') {
    if (positionals.length > 0) {
      throw new UserError(
        `pin takes no '${first}'; it pins the base image of the answers, which ml-image regenerate --base-image changes`,
      );
    }
    return { pin: args.on.has('remove') ? 'remove' : 'renew' };
  }
  if (command.name === 'lock') return { lock: wantedLock(args, door) };
  // Where there is no folder to change, nothing is asked for it.
  const root = await rootOf(door, args.on.has('dry-run'), 1);
  const { wantedPackages } = await import('./packages.ts');
  return wantedPackages(command.name === 'pip' ? 'pip' : 'system', args, {
    cwd: door.cwd,
    root,
    ask,
  });
}

async function confirm(ask: Ask | null, inStep: boolean): Promise<void> {
  if (!ask || inStep) return;
  const answer = await ask({
    name: 'go',
    kind: 'choice',
    message: 'Write these changes?',
    default: 'yes',
    because: '',
    choices: [
      { value: 'yes', label: 'yes' },
      { value: 'no', label: 'no, leave everything as it is' },
    ],
    validate: () => true,
  });
  if (answer !== 'yes') throw new UserError('stopped; nothing was written');
}

/** Whether only what was last rendered or copied moves on, as after a change that the person made first. */
function movesBase({ changes, recordsModel }: PreparedChange): boolean {
  return changes.base.length > 0 || recordsModel;
}

/** Whether the folder is what its answers give, the model that they name among it. */
function isWhole({ changes, missingModel }: PreparedChange): boolean {
  return isInStep(changes) && missingModel === null;
}

function stillText(prepared: PreparedChange): string {
  return isWhole(prepared) ? 'In step: nothing changes.' : 'Nothing changes.';
}

function result(prepared: PreparedChange, written: boolean): object {
  const { root, config, warnings, interrupted, changes } = prepared;
  return {
    root,
    written,
    inStep: isWhole(prepared),
    interrupted,
    config,
    changes: summarise(changes),
    warnings,
    lock: prepared.lock.is,
  };
}
