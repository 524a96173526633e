/** Changes an image folder: prepares the change, shows it, asks, and writes it. */

import { isInStep, listConflicts, summarise } from '../core/change-set.ts';
import { passes, UserError } from '../core/errors.ts';
import { unifiedDiff } from '../merge/unified-diff.ts';
import { type PreparedChange, prepareChange } from '../pipeline/change.ts';
import { noteMovedPin } from '../pipeline/pin.ts';
import type { ChangeRequest } from '../pipeline/request.ts';
import type { Ask } from '../questions/collect.ts';
import type { Arguments } from './command.ts';
import { changesText, colouredDiff, conflictsText, modelFilesText } from './report.ts';
import { mayAsk, type Print, printNote, type Terminal } from './terminal.ts';

/** Exit status: `--check` found that the folder differs from its answers. */
const DRIFT = 2;
/** Exit status: written, with conflicts left in files. */
const CONFLICTS = 3;

/** What a command adds to the common way. */
interface Extras {
  /** Added to the JSON result. */
  more?: object;
  /** Reports `--check` instead of the comparison of files, and returns the exit status. */
  reportCheck?: (prepared: PreparedChange, terminal: Terminal, json: boolean) => number;
}

/**
 * Prepares a change, shows it, and writes it unless --check or --dry-run is given.
 * @returns the exit status
 * @throws UserError if something is wrong; nothing is written then
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
      // A change that a user has confirmed is not replaced by another one.
      if (ask !== null || !passes(error, 'changed') || tries === TRIES) throw error;
      printNote(terminal, `${(error as Error).message}; trying again`);
    }
  }
}

/** How many times a change is prepared, if the folder changes before it is written. */
const TRIES = 8;

async function applyOnce(
  args: Arguments,
  terminal: Terminal,
  ask: Ask | null,
  request: Partial<ChangeRequest>,
  { more = {}, reportCheck }: Extras,
): Promise<number> {
  const { on } = args;
  const [check, json] = [on.has('check'), on.has('json')];
  const readOnly = check || on.has('dry-run');
  const prepared = await prepareChange({
    cwd: terminal.cwd,
    ask,
    readOnly,
    statusHalfWay: check ? DRIFT : 1,
    allowDangerousModel: on.has('allow-dangerous-model'),
    ...request,
  });
  if (check) prepared.warnings.push(...(await noteMovedPin(prepared.config)));
  if (check && reportCheck) return reportCheck(prepared, terminal, json);
  const say = json ? terminal.err : terminal.out;
  const inStep = isInStep(prepared.changes);
  printChange(prepared, terminal, say);
  if (on.has('dry-run')) {
    printDiff(prepared, say, terminal.colour && !json);
    if (!inStep && !json) say('Dry run: nothing was written.\n');
  }
  const written = !readOnly && (!inStep || movesBase(prepared));
  if (written) {
    await confirm(ask, inStep);
    await terminal.commit(prepared);
    const conflicts = conflictsText(prepared.changes);
    say(conflicts);
    if (!inStep && conflicts === '' && !json) say('Done: written as listed.\n');
  }
  if (json) terminal.out(`${JSON.stringify({ ...result(prepared, written), ...more })}\n`);
  if (check) return isWhole(prepared) && !prepared.interrupted ? 0 : DRIFT;
  return written && listConflicts(prepared.changes).length > 0 ? CONFLICTS : 0;
}

/** Prints the notes and what happens to each file. */
function printChange(prepared: PreparedChange, terminal: Terminal, say: Print): void {
  for (const warning of prepared.warnings) printNote(terminal, warning);
  if (prepared.interrupted) {
    printNote(
      terminal,
      'an earlier run was interrupted; the next command that writes finishes or undoes it',
    );
  }
  const files = changesText(prepared.changes);
  say(isInStep(prepared.changes) ? `${unchangedText(prepared)}\n${files}` : files);
}

function printDiff({ changes }: PreparedChange, say: Print, colour: boolean): void {
  say(unifiedDiff(changes), colour ? colouredDiff : undefined);
  say(modelFilesText(changes));
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

/** Whether only the stored base changes, as after an edit by the user that equals the new text. */
function movesBase({ changes, recordsModel }: PreparedChange): boolean {
  return changes.base.length > 0 || recordsModel;
}

/** Whether the folder matches its answers, and has the model that they name. */
function isWhole({ changes, missingModel }: PreparedChange): boolean {
  return isInStep(changes) && missingModel === null;
}

function unchangedText(prepared: PreparedChange): string {
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
