/** `ml-image capture`: adds to the answers what was installed by hand in a shell of the image. */
import { join } from 'node:path';
import type { Captured, Found } from '../../capture/types.ts';
import { isUserError, UserError } from '../../core/errors.ts';
import { packageRoot } from '../../core/package.ts';
import { shown } from '../../core/text.ts';
import { type PreparedChange, prepareChange } from '../../pipeline/change.ts';
import type { ChangeRequest } from '../../pipeline/request.ts';
import type { Ask } from '../../questions/collect.ts';
import { applyChange } from '../apply-change.ts';
import { foundLine, foundText, openingText } from '../capture-report.ts';
import type { Arguments, Command, CommandFlag } from '../command.ts';
import { recoveredRoot } from '../folder.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** A package, with why it cannot be kept; null if it can. */
interface CheckedPackage {
  found: Found;
  refusal: string | null;
}

/** What was found in a session, and what of it is kept. */
interface SessionResult {
  captured: Captured;
  kept: Found[];
}

const FLAGS = [
  {
    flag: 'engine',
    argument: 'PROGRAM',
    help: 'docker, podman or nerdctl (default: $ENGINE, or the first that is installed)',
  },
  {
    flag: 'from',
    argument: 'NAME:TAG',
    help: 'the image to open (default: the image of the answers)',
  },
] as const satisfies CommandFlag[];

export const capture = {
  name: 'capture',
  usage: 'ml-image capture [-- RUN_ARG...]',
  help: 'keep what you install by hand in a shell of the built image',
  answers: false,
  flags: FLAGS,
  run,
} as const satisfies Command;

/**
 * Opens the shell, asks what to keep, and adds that to the answers as `pip` and `system` do.
 * @returns the exit status
 * @throws UserError if something is wrong or the shell was killed; nothing is written then
 */
async function run(args: Arguments<typeof FLAGS>, terminal: Terminal): Promise<number> {
  const { on, positionals, values } = args;
  const json = on.has('json');
  const screen = json ? 2 : 1;
  if (positionals[0] !== undefined && !positionals[0].startsWith('-')) {
    throw new UserError(`capture takes no argument ('${shown(positionals[0])}')`, {
      hint: 'give options of the engine after --, as in ml-image capture -- --network host',
    });
  }
  if (!terminal.ask || !process.getBuiltinModule('node:tty').isatty(screen)) {
    throw new UserError('capture opens a shell, and there is no terminal here', {
      hint: 'use ml-image pip and ml-image system to add packages',
    });
  }
  const ask = on.has('yes') || json ? null : terminal.ask;
  const say = json ? terminal.err : terminal.out;
  // A folder that cannot be changed is refused before the user works in the shell.
  await recoveredRoot(terminal);
  const { config, plan } = await prepareChange({ cwd: terminal.cwd, readOnly: true });
  // Loaded only here, since no other part of the command runs an engine.
  const { findEngine } = await import('../../engine/engine.ts');
  const { loadScripts, session } = await import('../../capture/session.ts');
  const engine = findEngine(values.engine.at(-1) ?? process.env.ENGINE ?? null);
  const image = values.from.at(-1) ?? config.image;
  const manager = plan.base.packageManager;
  const { captured, kept } = await session<SessionResult>(
    {
      engine,
      image,
      runArgs: positionals,
      manager,
      scripts: loadScripts(join(packageRoot(), 'templates')),
      screen,
      opens: (pip) => say(openingText(image, manager, pip)),
    },
    async (captured, container) => {
      say(foundText(captured, ask ? container : null, engine.name));
      const checked = await checkPackages(captured.found, terminal.cwd);
      for (const { found, refusal } of checked) {
        if (refusal !== null) printNote(terminal, `not kept: ${foundLine(found)}: ${refusal}`);
      }
      const kept = await choose(checked, captured, ask);
      return kept && { captured, kept };
    },
  );
  if (kept.length === 0) {
    say('Nothing to keep: nothing changes.\n');
    if (json) terminal.out(`${JSON.stringify({ written: false, captured, kept })}\n`);
    return 0;
  }
  const status = await applyChange(args, terminal, requestOf(kept), { more: { captured, kept } });
  if (!on.has('dry-run')) say('Next: make build\n');
  return status;
}

/** Checks every package as `pip` and `system` do, together with those before it. */
async function checkPackages(found: readonly Found[], cwd: string): Promise<CheckedPackage[]> {
  const checked: CheckedPackage[] = [];
  const good: Found[] = [];
  for (const one of found) {
    const refusal = await refusalOf([...good, one], one, cwd);
    if (refusal === null) good.push(one);
    checked.push({ found: one, refusal });
  }
  return checked;
}

async function refusalOf(all: Found[], last: Found, cwd: string): Promise<string | null> {
  let prepared: PreparedChange;
  try {
    prepared = await prepareChange({ cwd, readOnly: true, ...requestOf(all) });
  } catch (error) {
    if (isUserError(error)) return error.line;
    throw error;
  }
  const { list, action, text } = last;
  const isOnePackage = action === 'remove' || prepared.config[list].includes(text);
  return isOnePackage ? null : 'it is not one package';
}

/** The change that keeps these packages. */
function requestOf(found: readonly Found[]): Partial<ChangeRequest> {
  const texts = (action: Found['action'], list: Found['list']) =>
    found.filter((one) => one.action === action && one.list === list).map(({ text }) => text);
  const [pip, system] = [texts('add', 'pip'), texts('add', 'system')];
  return {
    given: {
      ...(pip.length > 0 ? { pip } : {}),
      ...(system.length > 0 ? { system } : {}),
    },
    remove: { pip: texts('remove', 'pip'), system: texts('remove', 'system') },
  };
}

/** The packages to keep; null: back to the shell. If nobody can be asked, all packages but tools. */
async function choose(
  checked: readonly CheckedPackage[],
  captured: Captured,
  ask: Ask | null,
): Promise<Found[] | null> {
  const good = checked.filter(({ refusal }) => refusal === null).map(({ found }) => found);
  if (!ask) return good.filter(({ tool }) => !tool);
  if (good.length > 0) return chooseAmong(good, ask);
  // If nothing changed, there is nothing to ask.
  if (checked.length + captured.notKept.length + captured.files.length === 0) return [];
  const answer = await ask({
    name: 'leave',
    kind: 'choice',
    message: 'None of this can be kept. End the shell?',
    default: 'end',
    because: '',
    choices: [
      { value: 'end', label: 'yes, and remove its container' },
      { value: 'back', label: 'no, back to the shell' },
    ],
    validate: () => true,
  });
  return answer === 'back' ? null : [];
}

async function chooseAmong(good: readonly Found[], ask: Ask): Promise<Found[]> {
  const answer = await ask({
    name: 'keep',
    kind: 'several',
    message: 'Keep which?',
    default: good.flatMap(({ tool }, at) => (tool ? [] : [String(at)])).join('\n'),
    because: '',
    choices: good.map((found, at) => ({ value: String(at), label: foundLine(found) })),
    validate: () => true,
  });
  const chosen = answer.split('\n');
  return good.filter((_, at) => chosen.includes(String(at)));
}
