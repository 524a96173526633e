/** Choices of the questions, checked against a row's values or the catalog. */
import type { AnswerKey } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import { quoted } from '../core/text.ts';
import type { Choice, Context, Wish } from './types.ts';

/**
 * A value that is one of a row's values.
 * @throws UserError that lists them
 */
export function oneOf(flag: string, values: readonly string[], text: string): string {
  if (values.includes(text)) return text;
  throw new UserError(`${quoted(text)} is not offered`, {
    flag,
    hint: `choose one of ${values.join(', ')}`,
  });
}

/** The answers so far, with what the catalog needs to know of the model. */
export function wishOf({ answers, facts }: Context): Wish {
  return { ...answers, format: facts?.format ?? null, needs: facts?.needs ?? [] };
}

/** The choices, disabled where the catalog refuses them together with the answers so far. */
export function markRefused(
  context: Context,
  key: AnswerKey,
  values: readonly { value: string; label: string }[],
): Choice[] {
  return values.map(({ value, label }) => {
    const refusal = context.catalog.refuse({ ...wishOf(context), [key]: value });
    return refusal ? { value, label, disabled: refusal.reason } : { value, label };
  });
}
