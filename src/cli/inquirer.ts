/** Prompts on the terminal; the only file that uses inquirer. */
import { INTERRUPTED, UserError } from '../core/errors.ts';
import { visibleLine } from '../core/text.ts';
import type { Ask, Prompt } from '../questions/collect.ts';

/**
 * The question object for inquirer. The reason for the default follows the message, in brackets. All
 * texts are safe to print; `answerText` gives back the default as it was.
 */
export function inquirerQuestion(prompt: Prompt) {
  const message = prompt.because ? `${prompt.message} [${prompt.because}]` : prompt.message;
  const common = { name: prompt.name, message: visibleLine(message) };
  if (prompt.kind === 'text' || prompt.kind === 'path') {
    return {
      ...common,
      default: visibleLine(prompt.default),
      type: 'input' as const,
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
      type: 'checkbox' as const,
      choices: (prompt.choices ?? []).map(({ value, label }) => ({
        value,
        name: visibleLine(label),
        checked: checked.includes(value),
      })),
    };
  }
  return {
    ...common,
    default: prompt.default,
    type: 'select' as const,
    choices: (prompt.choices ?? []).map(({ value, label, disabled }) => ({
      value,
      name: visibleLine(label),
      ...(disabled ? { disabled: `(${visibleLine(disabled)})` } : {}),
    })),
  };
}

/** The result of an inquirer prompt as text, as `Ask` returns it. */
export function answerText(answer: unknown, prompt: Prompt): string {
  if (Array.isArray(answer)) return answer.join('\n');
  const text = String(answer ?? '').trim();
  const isText = prompt.kind === 'text' || prompt.kind === 'path';
  const isDefault = isText && text === visibleLine(prompt.default).trim();
  return isDefault ? prompt.default.trim() : text;
}

/**
 * An `Ask` for the terminal, which throws a UserError with status 130 after Ctrl-C. Inquirer is loaded
 * at the first question.
 * @param stream where the questions are printed
 */
export function terminalAsk(stream: 'stdout' | 'stderr'): Ask {
  return async (prompt) => {
    try {
      if (prompt.kind === 'path') return await askForPath(prompt, stream);
      const { default: inquirer } = await import('inquirer');
      const put = inquirer.createPromptModule({ output: process[stream] });
      const answers: Record<string, unknown> = await put([inquirerQuestion(prompt)]);
      return answerText(answers[prompt.name], prompt);
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error;
      throw new UserError('stopped; nothing was written', { exitCode: INTERRUPTED });
    }
  };
}

async function askForPath(prompt: Prompt, stream: 'stdout' | 'stderr'): Promise<string> {
  const { askPath } = await import('./path-prompt.ts');
  const { message, default: suggested } = inquirerQuestion(prompt) as {
    message: string;
    default: string;
  };
  const validate = async (text: string) => prompt.validate(answerText(text, prompt));
  const question = { message, default: suggested, cwd: process.cwd(), validate };
  return answerText(await askPath(question, { output: process[stream] }), prompt);
}
