/** Runs a command through the bin or through Yeoman, so that one suite tests both. */
import helpers from 'yeoman-test';
import App from '../../generators/app/index.ts';
import Capture from '../../generators/capture/index.ts';
import Lock from '../../generators/lock/index.ts';
import Pin from '../../generators/pin/index.ts';
import Pip from '../../generators/pip/index.ts';
import Regenerate from '../../generators/regenerate/index.ts';
import Spec from '../../generators/spec/index.ts';
import System from '../../generators/system/index.ts';
import { main } from '../../src/cli/main.ts';

export interface Outcome {
  status: number;
  /** The one line of a failure. */
  error: string;
}

export interface Options {
  [flag: string]: string | string[] | boolean;
}

/** Runs a command (`''` is the new folder) in a folder, with positionals and flags. */
export type RunThrough = (
  cwd: string,
  command: '' | 'pip' | 'system' | 'pin' | 'lock' | 'capture' | 'spec' | 'regenerate',
  positionals: string[],
  options: Options,
) => Promise<Outcome>;

const throughBin: RunThrough = async (cwd, command, positionals, options) => {
  const flags = Object.entries(options).flatMap(([flag, value]) => {
    if (typeof value === 'boolean') return value ? [`--${flag}`] : [];
    return [value].flat().map((text) => `--${flag}=${text}`);
  });
  let error = '';
  const status = await main([...(command ? [command] : []), ...positionals, ...flags], {
    cwd,
    out: () => {},
    err: (text) => {
      error += text;
    },
    interactive: false,
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { status, error: error.replace(/^ml-image: /, '').trim() };
};

const GENERATORS = {
  '': App,
  pip: Pip,
  system: System,
  pin: Pin,
  capture: Capture,
  spec: Spec,
  lock: Lock,
  regenerate: Regenerate,
};

/** Runs a step without what it prints. */
export async function quietly<T>(step: () => Promise<T>): Promise<T> {
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = process.stderr.write = () => true;
  try {
    return await step();
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}

const throughYeoman: RunThrough = async (cwd, command, positionals, options) => {
  const before = process.exitCode;
  const place = process.cwd();
  process.exitCode = undefined;
  try {
    const running = helpers
      .create(
        GENERATORS[command],
        { namespace: `ml-image:${command || 'app'}`, resolved: 'unused' },
        { cwd },
      )
      .cd(cwd)
      .withArguments(positionals)
      .withOptions(options);
    await quietly(async () => {
      await running.run();
    });
    return { status: Number(process.exitCode ?? 0), error: '' };
  } catch (error) {
    const { code, message } = error as Error & { code: number };
    return { status: code, error: message };
  } finally {
    process.exitCode = before;
    // yeoman-test moves the whole process into the folder, which is soon gone.
    process.chdir(place);
  }
};

export const ENTRY_POINTS: [string, RunThrough][] = [
  ['the bin', throughBin],
  ['Yeoman', throughYeoman],
];
