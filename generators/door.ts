/** What Yeoman's doors share: options from the table of answers, prompts, errors. No decisions. */
import Generator from 'yeoman-generator';
import type { Ask, Given } from '../src/questions/collect.ts';
import { inquirerQuestion } from '../src/questions/prompt.ts';
import { QUESTIONS } from '../src/questions/table.ts';

/** A generator with one option a row of the table, and the common flags. */
export class Door extends Generator {
  /** Declares the answers' flags and the common ones. */
  protected declareOptions(): void {
    for (const question of QUESTIONS) {
      this.option(question.flag, {
        type: question.list ? Array : String,
        description: `${question.help} (${question.argument})`,
      } as never);
    }
    for (const [flag, description] of COMMON) {
      this.option(flag, { type: Boolean, default: false, description } as never);
    }
    // For programs that answer the prompts without a terminal.
    this.option('ask', {
      type: Boolean,
      hide: true,
      description: 'ask also without a terminal',
    } as never);
  }

  /** An option's value under its own name; Yeoman types only its own options. */
  protected value(name: string): unknown {
    return (this.options as unknown as Record<string, unknown>)[name];
  }

  /** The answers that came by flag, as texts. */
  protected given(): Given {
    const given: Given = {};
    for (const question of QUESTIONS) {
      const value = this.value(question.flag);
      if (value === undefined || value === null) continue;
      if (Array.isArray(value)) {
        if (value.length > 0) given[question.key] = value.map(String);
      } else given[question.key] = String(value);
    }
    return given;
  }

  /** Asks through Yeoman's adapter; null where nobody can be asked. */
  protected ask(): Ask | null {
    const terminal = process.stdin.isTTY === true || this.value('ask') === true;
    if (this.value('yes') === true || !terminal) return null;
    return async (prompt) => {
      const answers = (await this.prompt([inquirerQuestion(prompt)] as never)) as Record<
        string,
        string
      >;
      return String(answers[prompt.name] ?? '').trim();
    };
  }

  /** Runs a step; a failure ends `yo` with one line and the status of the error. */
  protected async guarded<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      const { name, message, exitCode } = error as Error & { exitCode?: number };
      if (name === 'ExitPromptError') throw ended('stopped; nothing was written', 130);
      if (name === 'UserError') throw ended(message, exitCode ?? 1);
      throw error;
    }
  }
}

const COMMON = [
  ['yes', 'take the defaults, ask nothing'],
  ['dry-run', 'show what would be written; write nothing'],
  ['json', 'the result as one JSON object on stdout'],
  ['allow-dangerous-model', 'go on although loading the model would run its own code'],
] as const;

/** An error that the Yeoman environment ends with: a numeric code becomes the exit status. */
function ended(message: string, code: number): Error {
  const error = Object.assign(new Error(message), { code });
  error.stack = message;
  return error;
}
