/** Stored answers of an older form, brought to the newest one step by step. */
import { SCHEMA_VERSION } from '../core/answers.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The step from each form to the next. A new answer gets the value that means what the older
 * release did; the other keys keep their values and their order.
 */
const STEPS: Readonly<Record<number, (values: Values) => Values>> = {
  // 2: for which platform, and in which further forms the specification is written.
  1: (values) => ({
    ...values,
    platform: values.platform ?? null,
    specAlso: values.specAlso ?? [],
  }),
};

/**
 * Answers of a form from 1 to the newest as the newest has them; the given values stay untouched.
 * @throws TypeError where a step is missing: a fault of this program
 */
export function migrate(values: Values, version: number): Record<string, unknown> {
  let now = values;
  for (let from = version; from < SCHEMA_VERSION; from++) {
    const step = STEPS[from];
    if (!step) throw new TypeError(`no step leads on from form ${from} of the answers`);
    now = step(now);
  }
  return { ...now, schemaVersion: SCHEMA_VERSION };
}
