/** The container engine's own command line: which one, and how it is run. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { run, runOnTerminal } from './run-program.ts';

/** Tried in this order, as the generated Makefile does. */
const ENGINES = ['docker', 'podman', 'nerdctl'];

/** What a child left. */
export interface EngineRun {
  /** 128 and more: it was ended by a signal. */
  status: number;
  stdout: string;
  stderr: string;
}

/** An engine, by the words that call it. */
export interface Engine {
  /** For a person: `docker`. */
  name: string;
  /** Runs it without a terminal, to its end. */
  run(args: readonly string[], input?: string): Promise<EngineRun>;
  /** Runs it on the terminal, with the screen on this file descriptor; gives its status. */
  onTerminal(args: readonly string[], screen: 1 | 2): Promise<number>;
}

/**
 * The engine of that name, or the first that is installed.
 * @param given a program, with its first arguments (`sudo docker`); null or empty: look for one
 * @throws UserError where none is installed
 */
export function findEngine(given: string | null, path = process.env.PATH ?? ''): Engine {
  const words = given?.trim() ? given.trim().split(/\s+/) : ENGINES.filter(isOn(path)).slice(0, 1);
  const [program, ...first] = words;
  if (program === undefined) {
    throw new UserError(`none of ${ENGINES.join(', ')} is installed`, {
      hint: 'install one, or name yours: --engine PROGRAM',
    });
  }
  return {
    name: words.join(' '),
    async run(args, input = '') {
      // Ctrl-C must not end a client between asking for a container and naming it.
      const ran = await run(program, [...first, ...args], { input, detached: true });
      return { ...ran, status: started(program, ran.status) };
    },
    onTerminal: async (args, screen) =>
      started(program, await runOnTerminal(program, [...first, ...args], screen)),
  };
}

/** The name of the engine that answers: `ENGINE`, else the first that is installed and runs; null: none. */
export async function findRunningEngine(): Promise<string | null> {
  const { ENGINE } = process.env;
  for (const engine of ENGINE ? [ENGINE] : ENGINES) {
    if ((await run(engine, ['version'])).status === 0) return engine;
  }
  return null;
}

function isOn(path: string): (program: string) => boolean {
  return (program) =>
    path.split(delimiter).some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return folder !== '';
      } catch {
        return false;
      }
    });
}

/** @throws UserError where the program could not be started */
function started(program: string, status: number | null): number {
  if (status !== null) return status;
  throw new UserError(`${JSON.stringify(program)} cannot be run`, {
    hint: 'install it, or name another engine: --engine PROGRAM',
  });
}
