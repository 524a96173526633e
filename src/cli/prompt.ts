/** Puts questions on the terminal. The only file that knows the prompt library. */
import { INTERRUPTED, UserError } from '../core/errors.ts';
import type { Ask } from '../questions/collect.ts';
import { answerText, inquirerQuestion } from './inquirer.ts';

/**
 * An `Ask` for the terminal; the prompt library is loaded at the first question.
 * Ctrl-C throws a UserError with status 130.
 * @param stream where the questions stand
 */
export function terminalAsk(stream: 'stdout' | 'stderr'): Ask {
  return async (prompt) => {
    const { default: inquirer } = await import('inquirer');
    try {
      const put = inquirer.createPromptModule({ output: process[stream] });
      const answers: Record<string, unknown> = await put([inquirerQuestion(prompt)] as never);
      return answerText(answers[prompt.name], prompt);
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error;
      throw new UserError('stopped; nothing was written', { exitCode: INTERRUPTED });
    }
  };
}
