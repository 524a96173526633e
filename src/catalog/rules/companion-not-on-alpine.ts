/** Refuses: a package that the model file asks for and that Alpine has no build of. */
import { offeredFrameworks } from '../data/frameworks.ts';
import { distributionOf } from '../needs.ts';
import type { Rule } from './rule.ts';

export const companionNotOnAlpine: Rule = (wish) => {
  if (wish.os !== 'alpine') return null;
  const rows = (wish.needs ?? []).flatMap((need) =>
    offeredFrameworks().filter(
      ({ framework, noAlpine, apk }) =>
        need.kind === 'package' && need.name === distributionOf(framework) && noAlpine && !apk,
    ),
  );
  const reason = rows[0]?.noAlpine;
  if (!reason) return null;
  return {
    reason: `${reason}, and the model file asks for it`,
    instead: wish.baseImage ? ['another --base-image'] : ['--os debian'],
  };
};
