/** A shell session: starts a container, runs the shell, and compares the state before and after. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { isRunning, withContainer } from './container.ts';
import { changedFiles, readDiff, relevantLines } from './files.ts';
import { pipChanges } from './pip.ts';
import { readState, type State } from './state.ts';
import { systemChanges } from './system.ts';
import type { Captured } from './types.ts';

/** The Python of a generated image. */
const PYTHON = '/opt/venv/bin/python';
/** The exit status of templates/capture/shell.py if the shell was killed. */
const KILLED = 75;

export interface SessionOptions {
  engine: Engine;
  image: string;
  /** Added to the engine's `run`. */
  runArgs: readonly string[];
  manager: 'apt' | 'apk';
  /** The texts of templates/capture/. */
  scripts: { shell: string; state: string };
  /** The shell's screen: standard output, or standard error if the output is for a program. */
  screen: 1 | 2;
  /** Called before the shell opens, with whether the image has pip. */
  opens(pip: boolean): void;
}

/**
 * Opens a shell as root and passes its changes to `review`, while the container still exists.
 * @param review returns null to go back into the shell
 * @returns the result of `review`, after removing the container
 * @throws UserError if the shell was killed, or the engine or the image is missing
 */
export function session<T>(
  options: SessionOptions,
  review: (captured: Captured, container: string) => Promise<T | null>,
): Promise<T> {
  const { engine, image, runArgs } = options;
  const withPip = ['--env', `PIP_PYTHON=${PYTHON}`, ...runArgs];
  return withContainer(engine, image, withPip, async (container) => {
    const before = await stateOf(options, container, {});
    options.opens(before.pip);
    while (true) {
      await shell(options, container);
      const captured = await compare(options, container, before);
      const result = await review(captured, container);
      if (result !== null) return result;
    }
  });
}

async function shell({ engine, scripts, screen }: SessionOptions, container: string) {
  const status = await engine.onTerminal(
    ['exec', '--interactive', '--tty', container, PYTHON, '-I', '-B', '-c', scripts.shell],
    screen,
  );
  if (status === 0) return;
  const killed = status === KILLED || !(await isRunning(engine, container));
  throw new UserError(
    killed
      ? 'the shell was killed; nothing was kept or written'
      : `${engine.name} ended the shell with status ${status}; nothing was kept or written`,
  );
}

async function compare(
  options: SessionOptions,
  container: string,
  before: State,
): Promise<Captured> {
  const diff = await options.engine.run(['diff', container]);
  const lines = relevantLines(readDiff(diff.stdout));
  const changed = lines.filter(({ kind }) => kind !== 'D').map(({ path }) => path);
  const after = await stateOf(options, container, { changed, before: before.system });
  const pip = pipChanges(before.distributions, after.distributions);
  const system = systemChanges(before, after, options.manager);
  // nerdctl before 2 has no diff.
  const unseen =
    diff.status === 0
      ? []
      : [{ what: 'changed files', why: `${options.engine.name} does not list them` }];
  return {
    found: [...pip.found, ...system.found],
    notKept: [...pip.notKept, ...system.notKept, ...unseen],
    along: pip.along,
    files: changedFiles(lines, after.files),
  };
}

async function stateOf(
  { engine, image, scripts }: SessionOptions,
  container: string,
  request: { changed?: string[]; before?: string[] },
): Promise<State> {
  const ran = await engine.run(
    ['exec', '--interactive', container, PYTHON, '-I', '-B', '-c', scripts.state],
    JSON.stringify(request),
  );
  if (ran.status === 0) return readState(ran.stdout);
  if (request.changed !== undefined) return readState('');
  throw new UserError(`the image ${image} has no working ${PYTHON}, which lists its packages`, {
    hint: "use an image of this folder's Dockerfile: make build",
  });
}

/**
 * The Python scripts of `templates/capture/`, which run inside of the container.
 * @param directory the package's `templates/`
 * @throws the file system's error if one is missing, so the package is broken
 */
export function loadScripts(directory: string): { shell: string; state: string } {
  const read = (name: string) => readFileSync(join(directory, 'capture', name), 'utf8');
  return { shell: read('shell.py'), state: read('state.py') };
}
