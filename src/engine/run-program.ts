/** Runs other programs: no shell, their output kept. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** The exit status; null where the program is not there. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** What a program may print, in bytes: far more than any image has packages. */
const MOST_OUTPUT = 256_000_000;

export interface RunOptions {
  cwd?: string;
  /** In a new session, so that Ctrl-C does not reach it. */
  detached?: boolean;
  /** Text for its standard input; nothing where it is left out. */
  input?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end; its status is null if it could not be started, 128 if a signal ended it. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const { cwd, input = '', env, detached = false } = options;
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, detached, env: { ...process.env, ...env } });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    let size = 0;
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) child.kill('SIGKILL');
      else list.push(chunk);
    };
    child.stdout.on('data', keep(out));
    child.stderr.on('data', keep(err));
    const text = (list: Buffer[]) => Buffer.concat(list).toString();
    child.on('error', ({ message }) => done({ status: null, stdout: text(out), stderr: message }));
    child.on('close', (status) =>
      done({ status: status ?? 128, stdout: text(out), stderr: text(err) }),
    );
    // A program that ends before it has read everything says why itself.
    child.stdin.on('error', () => {}).end(input);
  });
}

/**
 * Runs a program on the terminal, to its end.
 * @param screen the file descriptor that is its screen
 * @returns its status; null where it is not there
 */
export function runOnTerminal(
  command: string,
  args: readonly string[],
  screen: 1 | 2,
): Promise<number | null> {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: ['inherit', screen, 2] });
    child.on('error', () => done(null));
    child.on('close', (code) => done(code ?? 128));
  });
}

/** The end of what a program said, as one line: without colours, frames and passwords. */
export function saidBy({ stdout, stderr }: Ran): string {
  const text = (stderr.trim() === '' ? stdout : stderr)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' own sequences
    .replace(/\x1b\[[0-9;]*[A-Za-z]/g, '')
    .replace(/\/\/[^/\s]*@/g, '//***@')
    .split('\n')
    .filter((line) => !/^\s*(warning|WARNING|DEPRECATION|\[notice\])/.test(line))
    .join(' ')
    .replace(/[\u2502\u2570\u251c\u2500\u25b6\u00d7]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 600 ? `…${text.slice(-599)}` : text;
}
