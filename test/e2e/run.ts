/** Runs programs for the end-to-end tests: no shell, no standard input, output kept whole. */
import { spawn } from 'node:child_process';

export interface Ran {
  status: number;
  stdout: string;
  stderr: string;
  /** Milliseconds of wall clock. */
  took: number;
}

export interface RunOptions {
  cwd?: string;
  /** Added to this process's environment; a value of undefined takes a variable out. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the program is killed (SIGKILL); 15 minutes unless told. */
  timeout?: number;
}

/** Runs a program to its end and gives its exit status (128 and more: ended by a signal). */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Ran> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeout ?? 900_000,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        status: code ?? 128,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        took: performance.now() - begun,
      }),
    );
  });
}

/** Like `run`, but throws with the end of the program's output where the status is not 0. */
export async function must(command: string, args: string[], options?: RunOptions): Promise<Ran> {
  const ran = await run(command, args, options);
  if (ran.status !== 0) {
    const said = `${ran.stdout}\n${ran.stderr}`.trim().split('\n').slice(-40).join('\n');
    throw new Error(`${command} ${args.join(' ')}\nended with ${ran.status}:\n${said}`);
  }
  return ran;
}
