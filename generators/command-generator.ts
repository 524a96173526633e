/** What the generators share: options from the tables, prompts, errors. No decisions. */
import Generator from 'yeoman-generator';
import { readArguments } from '../src/cli/arguments.ts';
import {
  type Arguments,
  COMMON_FLAGS,
  type Command,
  type CommandFlag,
} from '../src/cli/command.ts';
import { commitHere } from '../src/cli/commit.ts';
import { faultText } from '../src/cli/fault.ts';
import { versionText } from '../src/cli/help.ts';
import { answerText, inquirerQuestion } from '../src/cli/inquirer.ts';
import { printing, type Terminal, wantsColour } from '../src/cli/terminal.ts';
import { INTERRUPTED, isUserError } from '../src/core/errors.ts';
import { visibleLine } from '../src/core/text.ts';
import type { Ask, Given } from '../src/questions/collect.ts';
import { QUESTIONS } from '../src/questions/table.ts';
import { lineOfYo, type YoLine } from './yo-line.ts';

type Rest<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

// Looked up at each text: a test may put another stream in the place.
const stdout = printing((text) => process.stdout.write(text));
const stderr = printing((text) => process.stderr.write(text));

const STOPPED = 'stopped; nothing was written';

/** Yeoman declares these itself. */
const YEOMANS_OWN = ['help', 'version'];

/** The generator of a command; Yeoman runs the methods of the class itself, so it is made here. */
export function generatorOf(command: Command) {
  return class extends CommandGenerator {
    constructor(...args: ConstructorParameters<typeof Generator>) {
      super(...args);
      this.declare(command);
    }

    async writing(): Promise<void> {
      await this.runCommand();
    }
  };
}

class CommandGenerator extends Generator {
  #command: Command | null = null;

  /** The command; there is one from the constructor on, while Yeoman's own constructor runs there is none. */
  get #declared(): Command {
    if (!this.#command) throw new TypeError('the generator has no command');
    return this.#command;
  }

  /**
   * Yeoman opens `.yo-rc.json` before a generator may speak, and ends on one that is no JSON. The
   * answers are read and written by our own rooms, so Yeoman gets a file that is never there.
   */
  override createStorage(
    file: string,
    ...rest: Rest<Generator['createStorage']>
  ): ReturnType<Generator['createStorage']> {
    return super.createStorage(`${file}.not-used`, ...rest);
  }

  /** The first lines of `yo ml-image:pip --help`: Yeoman knows flags, and no words behind the name. */
  override usage(): string {
    const { name, usage, help } = this.#declared;
    const behind = usage.replace(/^ml-image( [a-z]+)?/, '');
    const called = name === 'scaffold' ? 'ml-image' : `ml-image:${name}`;
    return `yo ${called}${behind} [options]\n\n${help}`;
  }

  /** Declares the command's flags, and the answers' where it takes them. */
  protected declare(command: Command): void {
    this.#command = command;
    if (command.answers) {
      for (const { flag, help, argument, list } of QUESTIONS) {
        const type = list ? Array : String;
        this.option(flag, { type, description: `${help} (${argument})` } as never);
      }
    }
    for (const { flag, short, help, argument } of [...COMMON_FLAGS, ...command.flags]) {
      if (YEOMANS_OWN.includes(flag)) continue;
      const type = argument === undefined ? Boolean : Array;
      const alias = short === undefined ? {} : { alias: short };
      this.option(flag, { type, ...alias, description: help } as never);
    }
    // For programs that answer the prompts without a terminal.
    this.option('ask', { type: Boolean, hide: true, description: 'ask anyway' } as never);
  }

  /** The arguments as the tables read them: from the line as it was typed, where that is known. */
  #arguments(): Arguments {
    const command = this.#declared;
    const line = this.#line();
    if (line) return readArguments(line.words, command);
    const switches = [...COMMON_FLAGS, ...command.flags];
    const given: Given = {};
    for (const { key, flag } of command.answers ? QUESTIONS : []) {
      const texts = this.#texts(flag);
      if (texts.length > 0) given[key] = texts.length === 1 ? (texts[0] as string) : texts;
    }
    return {
      command,
      positionals: [...(this.args ?? []).map(String), ...this.#swallowed(switches)],
      given,
      on: new Set(
        switches.filter(({ flag }) => this.#value(flag) === true).map(({ flag }) => flag),
      ),
      values: Object.fromEntries(
        command.flags
          .filter(({ argument }) => argument !== undefined)
          .map(({ flag }) => [flag, this.#texts(flag)]),
      ),
    };
  }

  /** Yeoman's prompts and terminal. */
  #terminal(): Terminal {
    // Yeoman asks on stdout: where that is a file, nobody would see the question.
    const seen = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const canAsk = seen || this.#value('ask') === true;
    return {
      cwd: this.env.cwd,
      ask: canAsk ? this.#ask() : null,
      out: stdout,
      err: stderr,
      colour: process.stdout.isTTY === true && wantsColour(process.env),
      async commit(decided) {
        await commitHere(decided, {
          err: stderr,
          errIsTerminal: process.stderr.isTTY === true,
        });
      },
    };
  }

  /** Runs a command; its status becomes that of `yo`, a failure is one line. */
  protected async runCommand(): Promise<void> {
    try {
      const args = this.#arguments();
      const status = this.#printsHelp(args) ? 0 : await args.command.run(args, this.#terminal());
      if (status !== 0) process.exitCode = status;
      // What stands behind a comma was read here; `yo` would look for a generator of that name.
      if (this.#line()?.split) process.exit(status);
    } catch (error) {
      if ((error as Error).name === 'ExitPromptError') throw ended(STOPPED, INTERRUPTED);
      if (!isUserError(error)) throw ended(faultText(error), 1);
      const { line, exitCode: status } = error;
      if (this.#value('json') === true) stdout(`${JSON.stringify({ error: line, status })}\n`);
      throw ended(visibleLine(line), status);
    }
  }

  /** Prints help or the version where one was asked for. */
  #printsHelp({ on }: Arguments): boolean {
    if (on.has('help')) process.stdout.write(`${this.help()}\n`);
    else if (on.has('version')) process.stdout.write(versionText());
    else return false;
    return true;
  }

  /** What was typed behind `yo`; null where it cannot be known. */
  #line(): YoLine | null {
    const { name } = this.#declared;
    const names = name === 'scaffold' ? ['ml-image', 'ml-image:app'] : [`ml-image:${name}`];
    const isGenerator = (word: string) =>
      [word, `${word}:app`].some((namespace) => this.env.getGeneratorMeta(namespace) !== undefined);
    return lineOfYo(process.argv, names, isGenerator);
  }

  #ask(): Ask {
    const { signal } = this.env.adapter as { signal?: AbortSignal };
    // After Ctrl-C Yeoman ends with the prompt library's own error, before it comes back from here.
    signal?.addEventListener('abort', () => {
      if (signal.reason?.name === 'ExitPromptError') {
        Object.assign(signal.reason, { message: STOPPED, code: INTERRUPTED, stack: STOPPED });
      }
    });
    return async (prompt) => {
      const answers = await this.prompt([inquirerQuestion(prompt)] as never);
      return answerText((answers as Record<string, unknown>)[prompt.name], prompt);
    };
  }

  /** Words that `yo` took for a switch's value, not knowing switches: `yo ml-image --yes digits`. */
  #swallowed(flags: readonly CommandFlag[]): string[] {
    const raw = this._initOptions as unknown as Record<string, unknown>;
    return flags
      .filter(({ flag, argument }) => argument === undefined && !YEOMANS_OWN.includes(flag))
      .flatMap(({ flag, short }) => [raw[flag], short === undefined ? undefined : raw[short]])
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .map(String);
  }

  #value(flag: string): unknown {
    return (this.options as unknown as Record<string, unknown>)[flag];
  }

  #texts(flag: string): string[] {
    const value = this.#value(flag);
    if (value === undefined || value === null) return [];
    // What was given several times comes as a list within the list.
    return [value].flat(2).map(String);
  }
}

/** An error that the Yeoman environment ends with: a numeric code becomes the exit status. */
function ended(message: string, code: number): Error {
  const error = Object.assign(new Error(message), { code });
  error.stack = message;
  return error;
}
