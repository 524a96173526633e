/** A prompt in the plain shape that inquirer takes, from the bin and from Yeoman alike. */
import type { Prompt } from './collect.ts';

/** The question object; the reason of the default stands behind the question. */
export function inquirerQuestion(prompt: Prompt): Record<string, unknown> {
  const message = prompt.because ? `${prompt.message} [${prompt.because}]` : prompt.message;
  const common = { name: prompt.name, message, default: prompt.default };
  if (prompt.kind === 'text') {
    return { ...common, type: 'input', validate: (text: string) => prompt.validate(text.trim()) };
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
