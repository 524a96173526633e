/** Tests of one rule: what it refuses, what it suggests, and what it lets pass. */
import assert from 'node:assert/strict';
import { findRelease, frameworkEntry } from '../../../src/catalog/data/frameworks.ts';
import type { Wish } from '../../../src/catalog/data/types.ts';
import type { Rule } from '../../../src/catalog/rules/rule.ts';
import { withFlag } from '../with-flag.ts';

/** What is refused: its title, the wish, the reason, and one of the flags that may help. */
export type Refused = [string, Wish, RegExp, string];

/** Declares the tests of a rule. */
export function describeRule(
  name: string,
  rule: Rule,
  refused: readonly Refused[],
  passing: readonly Wish[],
): void {
  const check = (wish: Wish) => {
    const framework = wish.framework ?? assert.fail('a rule needs a framework');
    const entry = frameworkEntry(framework);
    const { frameworkVersion, os } = wish;
    return rule(
      wish,
      entry,
      frameworkVersion ? findRelease(entry, frameworkVersion, os) : undefined,
    );
  };

  describe(`the rule ${name}`, () => {
    for (const [title, wish, reason, instead] of refused) {
      it(`refuses ${title}`, () => {
        const refusal = check(wish);
        assert.match(refusal?.reason ?? 'not refused', reason);
        assert.ok(refusal?.instead.includes(instead), `${refusal?.instead} has ${instead}`);
      });

      it(`has nothing against ${title} once a flag of it is given`, () => {
        const refusal = check(wish);
        for (const flag of refusal?.instead.filter((each) => each.startsWith('--')) ?? []) {
          const better = withFlag(wish, flag);
          assert.notDeepEqual(better, wish, flag);
          assert.notEqual(check(better)?.reason, refusal?.reason, flag);
        }
      });
    }

    for (const wish of passing)
      it(`lets ${JSON.stringify(wish)} pass`, () => assert.equal(check(wish), null));
  });
}
