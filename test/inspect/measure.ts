/** The built command in a process of its own, with its time and memory. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

/** The built command, whether it is there or not. */
export const BUILT = path.join(
  ROOT,
  JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).bin['ml-image'],
);

/** Most that one command may take, whatever it reads. */
export const MOST = { milliseconds: 2000, megabytes: 200 };

/** The peak of the process alone, in kB, behind what it says: maxRSS would count its parent's too. Linux only. */
const REPORT =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write("\\n"+/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status","latin1"))[1]))';

/** What a command came to. */
export interface Measured {
  /** Null where it was stopped, as it is after ten times the longest time. */
  status: number | null;
  stdout: string;
  stderr: string;
  milliseconds: number;
  megabytes: number;
}

/** Runs the built command. */
export function measured(...args: string[]): Measured {
  const begun = performance.now();
  const child = spawnSync(process.execPath, ['--import', REPORT, BUILT, ...args], {
    encoding: 'utf8',
    timeout: 10 * MOST.milliseconds,
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = Math.round(performance.now() - begun);
  const { status, stdout, stderr } = child;
  const at = stderr.lastIndexOf('\n');
  const megabytes = Math.round(Number(stderr.slice(at + 1)) / 1024);
  return { status, stdout, stderr: stderr.slice(0, at), milliseconds, megabytes };
}

/** What is wrong with that, in words; empty where nothing is. */
export function beyondLimits(one: Measured): string[] {
  const { status, stderr, milliseconds, megabytes } = one;
  return [
    ...(status === 0 || status === 1 ? [] : [`ended with ${status}`]),
    ...(milliseconds > MOST.milliseconds ? [`took ${milliseconds} ms`] : []),
    ...(megabytes <= MOST.megabytes ? [] : [`took ${megabytes} MB`]),
    ...(/^ {4}at |\bError:/m.test(stderr) ? [`said ${stderr}`] : []),
    ...(status === 1 && !/^ml-image: [^\n]+\n$/.test(stderr) ? [`is no one line: ${stderr}`] : []),
  ];
}
