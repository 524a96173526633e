/** Questions on the terminal, by inquirer: the only file that knows the prompt library. */
import { INTERRUPTED, UserError } from '../core/errors.ts';
import { visibleLine } from '../core/text.ts';
import type { Ask, Prompt } from '../questions/collect.ts';

/**
 * The question object; the reason of the default stands behind the question. A terminal can print all
 * of its texts; `answerText` gives the prompt's own default again.
 */
export function inquirerQuestion(prompt: Prompt) {
  const message = prompt.because ? `${prompt.message} [${prompt.because}]` : prompt.message;
  const common = { name: prompt.name, message: visibleLine(message), default: prompt.default };
  if (prompt.kind === 'text') {
    return {
      ...common,
      default: visibleLine(prompt.default),
      type: 'input',
      transformer: visibleLine,
      async validate(text: string) {
        const verdict = await prompt.validate(answerText(text, prompt));
        return typeof verdict === 'string' ? visibleLine(verdict) : verdict;
      },
    };
  }
  if (prompt.kind === 'several') {
    const checked = prompt.default.split('\n');
    return {
      ...common,
      default: undefined,
      type: 'checkbox',
      choices: (prompt.choices ?? []).map(({ value, label }) => ({
        value,
        name: visibleLine(label),
        checked: checked.includes(value),
      })),
    };
  }
  return {
    ...common,
    type: 'select',
    choices: (prompt.choices ?? []).map(({ value, label, disabled }) => ({
      value,
      name: visibleLine(label),
      ...(disabled ? { disabled: `(${visibleLine(disabled)})` } : {}),
    })),
  };
}

/** What a prompt library gives back to a prompt, as the one text that an `Ask` promises. */
export function answerText(answer: unknown, prompt: Prompt): string {
  if (Array.isArray(answer)) return answer.join('\n');
  const text = String(answer ?? '').trim();
  const isDefault = prompt.kind === 'text' && text === visibleLine(prompt.default).trim();
  return isDefault ? prompt.default.trim() : text;
}

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
      const answers: Record<string, unknown> = await put([inquirerQuestion(prompt)]);
      return answerText(answers[prompt.name], prompt);
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error;
      throw new UserError('stopped; nothing was written', { exitCode: INTERRUPTED });
    }
  };
}
