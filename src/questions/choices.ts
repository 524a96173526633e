/** What the rows of the table share: choices, checked and judged. */

import type { Answers } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import type { ModelFormat, Need } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import type { Choice, Context } from './types.ts';

/**
 * A choice's value, checked against the row's values.
 * @throws UserError that lists them
 */
export function oneOf(flag: string, values: readonly string[], text: string): string {
  if (values.includes(text)) return text;
  throw new UserError(`'${shown(text)}' is not offered`, {
    flag,
    hint: `choose one of ${values.join(', ')}`,
  });
}

/** What the catalog must know of the model. */
export function modelWish({ facts }: Context): {
  format: ModelFormat | null;
  needs: readonly Need[];
} {
  return { format: facts?.format ?? null, needs: facts?.needs ?? [] };
}

/** Marks as disabled what the catalog refuses together with the answers so far. */
export function markRefused(
  context: Context,
  key: keyof Answers,
  values: { value: string; label: string }[],
): Choice[] {
  return values.map(({ value, label }) => {
    const refusal = context.catalog.refuse({
      ...context.answers,
      [key]: value,
      ...modelWish(context),
    });
    return refusal ? { value, label, disabled: refusal.reason } : { value, label };
  });
}
