/** The command: arguments in, exit status out. */

import { isUserError } from '../core/errors.ts';
import { visibleLine } from '../core/text.ts';
import type { Ask } from '../questions/collect.ts';
import { readArguments } from './arguments.ts';
import { commitHere } from './commit.ts';
import { faultText } from './fault.ts';
import { helpText, versionText } from './help.ts';
import { terminalAsk } from './inquirer.ts';
import { type Print, printing, type Terminal, wantsColour } from './terminal.ts';

/**
 * Where the command reads and writes; handed in, so that tests need no process. Whether something is
 * a terminal is asked only where it makes a difference.
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
    const status = report(error, shell);
    if (argv.includes('--json'))
      shell.out(`${JSON.stringify({ error: messageOf(error), status })}\n`);
    return status;
  }
}

interface PrintingShell extends Shell {
  out: Print;
  err: Print;
}

/** The shell with what is printed made fit for a terminal. */
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
      return shell.outIsTerminal && wantsColour(process.env);
    },
    async commit(decided) {
      await commitHere(decided, shell);
    },
  };
}

/**
 * Who can be asked: a person who sees the question. Where stdout goes into a file or a pipe, as in
 * `ml-image regenerate > log`, that is on stderr.
 */
function askOn(shell: Shell): Ask | null {
  if (!shell.interactive) return null;
  if (shell.outIsTerminal) return terminalAsk('stdout');
  return shell.errIsTerminal ? terminalAsk('stderr') : null;
}

function messageOf(error: unknown): string {
  if (isUserError(error)) return error.line;
  return error instanceof Error ? error.message : String(error);
}

/** The line for an error that no command caught, as one in an event that nothing waits for. */
export function faultLine(error: unknown): string {
  return `ml-image: ${faultText(error)}\n`;
}

/** Prints an error as one line and gives its exit status. */
function report(error: unknown, shell: PrintingShell): number {
  if (isUserError(error)) {
    shell.err(`ml-image: ${visibleLine(error.line)}\n`);
    return error.exitCode;
  }
  shell.err(faultLine(error));
  return 1;
}
