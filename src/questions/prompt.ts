/** A prompt in the plain shape that inquirer takes, from the bin and from Yeoman alike. */
import type { Prompt } from './collect.ts';

/** The question object; the reason of the default stands behind the question. */
export function inquirerQuestion(prompt: Prompt): Record<string, unknown> {
  const message = prompt.because ? `${prompt.message} [${prompt.because}]` : prompt.message;
  const common = { name: prompt.name, message, default: prompt.default };
  if (prompt.kind === 'text') {
    return { ...common, type: 'input', validate: (text: string) => prompt.validate(text.trim()) };
  }
  if (prompt.kind === 'several') {
    const checked = prompt.default.split('\n');
    return {
      ...common,
      default: undefined,
      type: 'checkbox',
      choices: (prompt.choices ?? []).map(({ value, label }) => ({
        value,
        name: label,
        checked: checked.includes(value),
      })),
    };
  }
  return {
    ...common,
    type: 'select',
    choices: (prompt.choices ?? []).map(({ value, label, disabled }) => ({
      value,
      name: label,
      ...(disabled ? { disabled: `(${disabled})` } : {}),
    })),
  };
}

/** What a prompt library gives back, as the one text that an `Ask` promises. */
export function answerText(answer: unknown): string {
  return Array.isArray(answer) ? answer.join('\n') : String(answer ?? '').trim();
}
