/** What a rule is: one kind of combination that cannot work. */
import type { Refusal } from '../../core/types.ts';
import type { FrameworkEntry, Release, Wish } from '../data/types.ts';

/**
 * Why a wish cannot be, with flags that may help, or null where the rule has nothing against it.
 * @param release that of the wish, where the catalog knows it
 */
export type Rule = (
  wish: Wish,
  entry: FrameworkEntry,
  release: Release | undefined,
) => Refusal | null;
