/** Migrates stored answers of an older schema version to the newest, step by step. */
import { SCHEMA_VERSION } from '../core/answers.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The step from each version to the next. A new answer gets the value for which the image stays as
 * the older release made it; the other keys keep their values and order.
 */
const STEPS: Readonly<Record<number, (values: Values) => Values>> = {
  // 2 added the platform and the further forms of the specification.
  1: (values) => ({
    ...values,
    platform: values.platform ?? null,
    specAlso: values.specAlso ?? [],
  }),
};

/**
 * The answers in the newest version; the given values are not changed.
 * @param version from 1 to the newest
 * @throws TypeError if a step is missing, which is a bug
 */
export function migrate(values: Values, version: number): Record<string, unknown> {
  let now = values;
  for (let from = version; from < SCHEMA_VERSION; from++) {
    const step = STEPS[from];
    if (!step) throw new TypeError(`no migration from schemaVersion ${from}`);
    now = step(now);
  }
  return { ...now, schemaVersion: SCHEMA_VERSION };
}
