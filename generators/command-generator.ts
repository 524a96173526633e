/** The Yeoman generator of a command: options from the tables, prompts, errors. */
import Generator, { type BaseOptions } from 'yeoman-generator';
import { nearCommand, readArguments } from '../src/cli/arguments.ts';
import { type Arguments, type Command, type CommandFlag, flagsOf } from '../src/cli/command.ts';
import { commitHere } from '../src/cli/commit.ts';
import { errorJson, errorText, exitCodeOf } from '../src/cli/error-text.ts';
import { versionText } from '../src/cli/help.ts';
import { answerText, inquirerQuestion } from '../src/cli/inquirer.ts';
import { allowsColour, printing, type Terminal } from '../src/cli/terminal.ts';
import { INTERRUPTED } from '../src/core/errors.ts';
import type { Ask, Given } from '../src/questions/collect.ts';
import { QUESTIONS } from '../src/questions/table.ts';
import { lineOfYo, type YoLine } from './yo-line.ts';

type Rest<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

// Looked up at each call, since tests replace process.stdout.
const stdout = printing((text) => process.stdout.write(text));
const stderr = printing((text) => process.stderr.write(text));

const STOPPED = 'stopped; nothing was written';

/** Flags that Yeoman declares itself. */
const YEOMAN_FLAGS = ['help', 'version'];

/** The generator class of a command. Yeoman runs the methods of exactly this class, hence only `writing`. */
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

class CommandGenerator extends Generator<
  Record<string, unknown>,
  BaseOptions & Record<string, unknown>
> {
  #command: Command | null = null;

  /** The command. Not to be read while Yeoman's constructor runs. */
  get #declared(): Command {
    if (!this.#command) throw new TypeError('the generator has no command');
    return this.#command;
  }

  /**
   * Yeoman opens `.yo-rc.json` before the generator runs, and fails if it is not JSON. Since src/config
   * reads and writes the answers, Yeoman gets the path of a file that never exists.
   */
  override createStorage(
    file: string,
    ...rest: Rest<Generator['createStorage']>
  ): ReturnType<Generator['createStorage']> {
    return super.createStorage(`${file}.not-used`, ...rest);
  }

  /** The first lines of `yo ml-image:pip --help`: Yeoman itself names only flags, not arguments. */
  override usage(): string {
    const { name, usage, help } = this.#declared;
    const words = usage.replace(/^ml-image( [a-z]+)?/, '');
    const called = name === 'scaffold' ? 'ml-image' : `ml-image:${name}`;
    return `yo ${called}${words} [options]\n\n${help}`;
  }

  /** Declares the command's flags, with those of the answers if it takes them. */
  protected declare(command: Command): void {
    this.#command = command;
    if (command.answers) {
      for (const { flag, help, argument, list } of QUESTIONS) {
        const type = list ? Array : String;
        this.#option(flag, { type, description: `${help} (${argument})` });
      }
    }
    for (const { flag, short, help, argument } of flagsOf(command)) {
      if (YEOMAN_FLAGS.includes(flag)) continue;
      const type = argument === undefined ? Boolean : Array;
      const alias = short === undefined ? {} : { alias: short };
      this.#option(flag, { type, ...alias, description: help });
    }
    // For programs that answer the prompts without a terminal.
    this.#option('ask', { type: Boolean, hide: true, description: 'ask anyway' });
  }

  /** Yeoman's types do not have Array, which it collects repeated flags by. */
  #option(flag: string, spec: object): void {
    this.option(flag, spec as never);
  }

  /** The arguments: from the line as it was typed if that is known, else from Yeoman's options. */
  #arguments(): Arguments {
    const command = this.#declared;
    const line = this.#line();
    if (line) return readArguments(line.words, command);
    const flags = flagsOf(command);
    const given: Given = {};
    for (const { key, flag } of command.answers ? QUESTIONS : []) {
      const texts = this.#texts(flag);
      if (texts.length > 0) given[key] = texts.length === 1 ? (texts[0] as string) : texts;
    }
    const positionals = [...(this.args ?? []).map(String), ...this.#swallowed(flags)];
    return {
      command,
      positionals,
      near: nearCommand(command, positionals[0]),
      given,
      on: new Set(flags.filter(({ flag }) => this.#value(flag) === true).map(({ flag }) => flag)),
      values: Object.fromEntries(
        flags
          .filter(({ argument }) => argument !== undefined)
          .map(({ flag }) => [flag, this.#texts(flag)]),
      ),
    };
  }

  /** Yeoman's prompts and terminal. */
  #terminal(): Terminal {
    // Yeoman asks on stdout; if that is a file, nobody sees the question.
    const visible = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const canAsk = visible || this.#value('ask') === true;
    return {
      cwd: this.env.cwd,
      ask: canAsk ? this.#ask() : null,
      out: stdout,
      err: stderr,
      colour: process.stdout.isTTY === true && allowsColour(process.env),
      async commit(decided) {
        await commitHere(decided, {
          err: stderr,
          errIsTerminal: process.stderr.isTTY === true,
        });
      },
    };
  }

  /** Runs the command. Its exit status becomes that of `yo`; an error is printed as one line. */
  protected async runCommand(): Promise<void> {
    try {
      const args = this.#arguments();
      const status = this.#printsHelp(args) ? 0 : await args.command.run(args, this.#terminal());
      if (status !== 0) process.exitCode = status;
      // `yo` would take what follows a comma for the name of another generator.
      if (this.#line()?.split) process.exit(status);
    } catch (error) {
      if ((error as Error).name === 'ExitPromptError') throw ended(STOPPED, INTERRUPTED);
      if (this.#value('json') === true) stdout(errorJson(error));
      throw ended(errorText(error), exitCodeOf(error));
    }
  }

  /** Prints help or the version if requested. */
  #printsHelp({ on }: Arguments): boolean {
    if (on.has('help')) process.stdout.write(`${this.help()}\n`);
    else if (on.has('version')) process.stdout.write(versionText());
    else return false;
    return true;
  }

  /** What was typed after `yo`; null if that is not known. */
  #line(): YoLine | null {
    const { name } = this.#declared;
    const names = name === 'scaffold' ? ['ml-image', 'ml-image:app'] : [`ml-image:${name}`];
    const isGenerator = (word: string) =>
      [word, `${word}:app`].some((namespace) => this.env.getGeneratorMeta(namespace) !== undefined);
    return lineOfYo(process.argv, names, isGenerator);
  }

  #ask(): Ask {
    const { signal } = this.env.adapter as { signal?: AbortSignal };
    // After Ctrl-C Yeoman ends with the prompt library's error before the prompt returns.
    signal?.addEventListener('abort', () => {
      if (signal.reason?.name === 'ExitPromptError') {
        Object.assign(signal.reason, { message: STOPPED, code: INTERRUPTED, stack: STOPPED });
      }
    });
    return async (prompt) => {
      const answers = await this.prompt<Record<string, unknown>>([inquirerQuestion(prompt)]);
      return answerText(answers[prompt.name], prompt);
    };
  }

  /** Words that `yo` took for a switch's value, as in `yo ml-image --yes digits`. */
  #swallowed(flags: readonly CommandFlag[]): string[] {
    return flags
      .filter(({ flag, argument }) => argument === undefined && !YEOMAN_FLAGS.includes(flag))
      .flatMap(({ flag, short }) => [
        this._initOptions[flag],
        short === undefined ? undefined : this._initOptions[short],
      ])
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .map(String);
  }

  #value(flag: string): unknown {
    return this.options[flag];
  }

  #texts(flag: string): string[] {
    const value = this.#value(flag);
    if (value === undefined || value === null) return [];
    // A repeated flag comes as a list within the list.
    return [value].flat(2).map(String);
  }
}

/** An error for the Yeoman environment, which exits with its numeric code. */
function ended(message: string, code: number): Error {
  const error = Object.assign(new Error(message), { code });
  error.stack = message;
  return error;
}
