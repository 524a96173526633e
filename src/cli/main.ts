/** The `ml-image` program: arguments in, exit status out. */

import type { Ask } from '../questions/collect.ts';
import { readArguments } from './arguments.ts';
import { commitHere } from './commit.ts';
import { errorJson, errorLine, exitCodeOf } from './error-text.ts';
import { helpText, versionText } from './help.ts';
import { terminalAsk } from './inquirer.ts';
import { allowsColour, type Print, printing, type Terminal } from './terminal.ts';

/**
 * Where the program reads and writes; a parameter, so that tests need no process. The three flags may be
 * getters, and are read only if they make a difference.
 */
export interface Shell {
  cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Whether a person can be asked. */
  interactive: boolean;
  /** Whether stdout may be coloured. */
  outIsTerminal: boolean;
  /** Whether progress may be drawn on stderr. */
  errIsTerminal: boolean;
}

/**
 * Runs one command.
 * @returns the exit status: 0 done, 1 refused or failed, 2 `--check` found drift, 3 done with
 * conflicts left in files, 130 interrupted
 */
export async function main(argv: string[], given: Shell): Promise<number> {
  const shell = printingShell(given);
  try {
    return await dispatch(argv, shell);
  } catch (error) {
    shell.err(errorLine(error));
    if (argv.includes('--json')) shell.out(errorJson(error));
    return exitCodeOf(error);
  }
}

interface PrintingShell extends Shell {
  out: Print;
  err: Print;
}

/** The shell with `out` and `err` that print safely on a terminal. */
function printingShell(shell: Shell): PrintingShell {
  return {
    cwd: shell.cwd,
    out: printing(shell.out),
    err: printing(shell.err),
    get interactive() {
      return shell.interactive;
    },
    get outIsTerminal() {
      return shell.outIsTerminal;
    },
    get errIsTerminal() {
      return shell.errIsTerminal;
    },
  };
}

async function dispatch(argv: string[], shell: PrintingShell): Promise<number> {
  const args = readArguments(argv);
  if (args.on.has('help')) {
    shell.out(helpText(args.command));
    return 0;
  }
  if (args.on.has('version')) {
    shell.out(versionText());
    return 0;
  }
  return args.command.run(args, terminalOf(shell));
}

function terminalOf(shell: PrintingShell): Terminal {
  const { cwd, out, err } = shell;
  return {
    cwd,
    out,
    err,
    get ask() {
      return askOn(shell);
    },
    get colour() {
      return shell.outIsTerminal && allowsColour(process.env);
    },
    async commit(decided) {
      await commitHere(decided, shell);
    },
  };
}

/**
 * How the user is asked: on stdout, or on stderr if stdout is not a terminal, as in
 * `ml-image regenerate > log`; null if nobody would see the question.
 */
function askOn(shell: Shell): Ask | null {
  if (!shell.interactive) return null;
  if (shell.outIsTerminal) return terminalAsk('stdout');
  return shell.errIsTerminal ? terminalAsk('stderr') : null;
}
