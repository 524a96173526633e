/** Runs the programs that resolve: no shell, their output kept. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** The exit status; null where the program is not there. */
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Text for its standard input; nothing where it is left out. */
  input?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end; one that is not there, or that a signal ends, has no status of its own. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, input = '', env } = options;
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', ({ message }) => done({ status: null, stdout, stderr: message }));
    child.on('close', (status) => done({ status: status ?? 128, stdout, stderr }));
    // A program that ends before it has read everything says why itself.
    child.stdin.on('error', () => {}).end(input);
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
