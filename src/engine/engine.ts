/** The container engine's own command line, run as a child. The only file of this room that touches the system. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../core/errors.ts';

/** Tried in this order, as the generated Makefile does. */
const ENGINES = ['docker', 'podman', 'nerdctl'];
/** What a child may print, in bytes: far more than any image has packages. */
const MOST_OUTPUT = 256_000_000;

/** What a child left. */
export interface Ran {
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
  run(args: readonly string[], input?: string): Promise<Ran>;
  /** Runs it on the terminal, with the screen on this file descriptor; gives its status. */
  onTerminal(args: readonly string[], screen: 1 | 2): Promise<number>;
}

/**
 * The engine of that name, or the first that is installed.
 * @param given a program, with words of its own (`sudo docker`); null or empty: look for one
 * @throws UserError where none is installed
 */
export function findEngine(given: string | null, path = process.env.PATH ?? ''): Engine {
  const words = given?.trim() ? given.trim().split(/\s+/) : ENGINES.filter(isOn(path)).slice(0, 1);
  const [program, ...first] = words;
  if (program === undefined) {
    throw new UserError(`none of ${ENGINES.join(', ')} is installed`, {
      hint: `install one, or name yours: --engine PROGRAM`,
    });
  }
  return {
    name: words.join(' '),
    run: (args, input = '') => runToEnd(program, [...first, ...args], input),
    onTerminal: (args, screen) => runOnTerminal(program, [...first, ...args], screen),
  };
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

/** In a session of its own: Ctrl-C must not end a client between asking for a container and naming it. */
function runToEnd(program: string, args: string[], input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe', detached: true });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) child.kill('SIGKILL');
      else list.push(chunk);
    };
    child.stdout.on('data', keep(out));
    child.stderr.on('data', keep(err));
    // A client that ends before it has read everything says why by its status.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (code) =>
      resolve({
        status: code ?? 128,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
  });
}

function runOnTerminal(program: string, args: string[], screen: 1 | 2): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['inherit', screen, 2] });
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (code) => resolve(code ?? 128));
  });
}

function notStarted(program: string, error: Error): UserError {
  const { code } = error as NodeJS.ErrnoException;
  return new UserError(`${JSON.stringify(program)} cannot be run (${code})`, {
    hint: `install it, or name another engine: --engine PROGRAM`,
  });
}
