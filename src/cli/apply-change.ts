/** Carries out a change to a folder: prepared, shown, agreed to, written. */

import { isInStep, listConflicts, summarise } from '../core/change-set.ts';
import { passes, UserError } from '../core/errors.ts';
import { unifiedDiff } from '../merge/unified-diff.ts';
import { type PreparedChange, prepareChange } from '../pipeline/change.ts';
import { noteMovedPin } from '../pipeline/pin.ts';
import type { ChangeRequest } from '../pipeline/request.ts';
import type { Ask } from '../questions/collect.ts';
import type { Arguments } from './command.ts';
import { beyondDiffText, changesText, colouredDiff, conflictsText } from './report.ts';
import { mayAsk, printNote, type Terminal } from './terminal.ts';

/** `--check` found that the folder is not what its answers give. */
const DRIFT = 2;
/** Done, and conflicts are left in files. */
const CONFLICTS = 3;

/** What differs between commands that change a folder. */
interface Extras {
  /** What the JSON result says besides. */
  more?: object;
  /** Reports `--check` in place of the comparison of files; gives the exit status. */
  reportCheck?: (prepared: PreparedChange, terminal: Terminal, json: boolean) => number;
}

/**
 * Prepares a change, shows it, and writes it unless it is only to be shown.
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
export async function applyChange(
  args: Arguments,
  terminal: Terminal,
  request: Partial<ChangeRequest>,
  extras: Extras = {},
): Promise<number> {
  const ask = mayAsk(args.on, terminal);
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(args, terminal, ask, request, extras);
    } catch (error) {
      // A person has seen what was decided; nobody has agreed to anything else.
      if (ask !== null || !passes(error, 'changed') || tries === TRIES) throw error;
      terminal.err(`note: ${(error as Error).message}; deciding anew\n`);
    }
  }
}

/** How often a change is decided anew since the folder was changed before it was written. */
const TRIES = 8;

async function applyOnce(
  args: Arguments,
  terminal: Terminal,
  ask: Ask | null,
  request: Partial<ChangeRequest>,
  { more = {}, reportCheck }: Extras,
): Promise<number> {
  const { on } = args;
  const check = on.has('check');
  const readOnly = check || on.has('dry-run');
  const prepared = await prepareChange({
    cwd: terminal.cwd,
    ask,
    readOnly,
    statusHalfWay: check ? DRIFT : 1,
    allowDangerousModel: on.has('allow-dangerous-model'),
    ...request,
  });
  const say = on.has('json') ? terminal.err : terminal.out;
  if (check) prepared.warnings.push(...(await noteMovedPin(prepared.config)));
  if (check && reportCheck) return reportCheck(prepared, terminal, on.has('json'));
  for (const warning of prepared.warnings) printNote(terminal, warning);
  if (prepared.interrupted) {
    printNote(terminal, 'an earlier run was interrupted; the next command that writes mends it');
  }
  const inStep = isInStep(prepared.changes);
  if (inStep) say(`${stillText(prepared)}\n${changesText(prepared.changes)}`);
  else say(changesText(prepared.changes));
  if (on.has('dry-run')) {
    const diff = unifiedDiff(prepared.changes);
    say(diff, terminal.colour && !on.has('json') ? colouredDiff : undefined);
    say(beyondDiffText(prepared.changes));
    if (!inStep && !on.has('json')) say('Dry run: nothing was written.\n');
  }
  const written = !readOnly && (!inStep || movesBase(prepared));
  if (written) {
    await confirm(ask, inStep);
    await terminal.commit(prepared);
    const conflicts = conflictsText(prepared.changes);
    say(conflicts);
    if (!inStep && conflicts === '' && !on.has('json')) say('Done: written as listed.\n');
  }
  if (on.has('json'))
    terminal.out(`${JSON.stringify({ ...result(prepared, written), ...more })}\n`);
  if (check) return isWhole(prepared) && !prepared.interrupted ? 0 : DRIFT;
  return written && listConflicts(prepared.changes).length > 0 ? CONFLICTS : 0;
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
