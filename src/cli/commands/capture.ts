/** `ml-image capture`: what was installed by hand in a shell of the image becomes answers. */
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
import type { Arguments, Command } from '../command.ts';
import { mendedRoot } from '../root.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** A package with why it is refused; null: it may be kept. */
interface CheckedPackage {
  found: Found;
  refusal: string | null;
}

/** What a session came to. */
interface SessionResult {
  captured: Captured;
  kept: Found[];
}

export const capture: Command = {
  name: 'capture',
  usage: 'ml-image capture [-- RUN_ARG...]',
  help: 'keep what you install by hand in a shell of the built image',
  answers: false,
  flags: [
    {
      flag: 'engine',
      argument: 'PROGRAM',
      help: 'docker, podman or nerdctl (default: $ENGINE, or the first there is)',
    },
    {
      flag: 'from',
      argument: 'NAME:TAG',
      help: "the image to open (default: the answers' own)",
    },
  ],
  run,
};

/**
 * Opens the shell, asks what to keep, and takes that into the answers as `pip` and `system` do.
 * @returns the exit status
 * @throws UserError where something is wrong or the shell was killed; nothing is written then
 */
async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const { on, positionals, values } = args;
  const json = on.has('json');
  const screen = json ? 2 : 1;
  if (positionals[0] !== undefined && !positionals[0].startsWith('-')) {
    throw new UserError(`capture takes no '${shown(positionals[0])}'`, {
      hint: `what is for the engine stands behind --, as in ml-image capture -- --network host`,
    });
  }
  if (!terminal.ask || !process.getBuiltinModule('node:tty').isatty(screen)) {
    throw new UserError('capture opens a shell, and there is no terminal here', {
      hint: 'without one, ml-image pip and ml-image system add packages',
    });
  }
  const ask = on.has('yes') || json ? null : terminal.ask;
  const say = json ? terminal.err : terminal.out;
  // A folder in which nothing could be changed is said before any work is put into the shell.
  await mendedRoot(terminal);
  const { config, plan } = await prepareChange({ cwd: terminal.cwd, readOnly: true });
  // What runs other programs is loaded only here.
  const { findEngine } = await import('../../engine/engine.ts');
  const { loadScripts, session } = await import('../../capture/session.ts');
  const engine = findEngine(values.engine?.at(-1) ?? process.env.ENGINE ?? null);
  const image = values.from?.at(-1) ?? config.image;
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
      const judged = await checkPackages(captured.found, terminal.cwd);
      for (const { found, refusal } of judged) {
        if (refusal !== null) printNote(terminal, `not kept: ${foundLine(found)}: ${refusal}`);
      }
      const kept = await choose(judged, captured, ask);
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

/** Puts every package to the test that `pip` and `system` put it to, each with those before it. */
async function checkPackages(found: readonly Found[], cwd: string): Promise<CheckedPackage[]> {
  const judged: CheckedPackage[] = [];
  const good: Found[] = [];
  for (const one of found) {
    const refusal = await refusalOf([...good, one], one, cwd);
    if (refusal === null) good.push(one);
    judged.push({ found: one, refusal });
  }
  return judged;
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
  const stands = action === 'remove' || prepared.config[list].includes(text);
  return stands ? null : 'it does not read as one package';
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

/** What is to be kept; null: back into the shell. Without questions it is every package but tools. */
async function choose(
  judged: readonly CheckedPackage[],
  captured: Captured,
  ask: Ask | null,
): Promise<Found[] | null> {
  const good = judged.filter(({ refusal }) => refusal === null).map(({ found }) => found);
  if (!ask) return good.filter(({ tool }) => !tool);
  if (good.length > 0) return chooseAmong(good, ask);
  // A shell that was left without changes needs no question.
  if (judged.length + captured.notKept.length + captured.files.length === 0) return [];
  const answer = await ask({
    name: 'leave',
    kind: 'choice',
    message: 'None of this can be kept. End the shell?',
    default: 'end',
    because: '',
    choices: [
      { value: 'end', label: 'yes; its container goes' },
      { value: 'back', label: 'no, back into it' },
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
