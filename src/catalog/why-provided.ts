/** Explains why the image includes a package that the user did not request. */

import { requirementName } from '../packages/requirement.ts';
import { packageIdentity } from '../packages/system-package.ts';
import { frameworkOf } from './data/distributions.ts';
import type { Resolved } from './resolve.ts';

/**
 * Says that a package is the framework's own, or gives null where it is not.
 * @param name normalised
 */
export function explainProvided(
  key: 'pip' | 'system',
  name: string,
  { plan, provided }: Resolved,
): string | null {
  const { config } = plan;
  const stays = 'so it is not taken out';
  if (key === 'system') {
    return plan.systemPackages.some((existing) => packageIdentity(existing) === name)
      ? `${name} is the framework's own: the image needs it, ${stays}`
      : null;
  }
  const existing = provided.find((each) => each.name === name);
  if (!existing) return null;
  const what = `${name} is the framework's own (${existing.label}${existing.by ? `, of ${existing.by}` : ''})`;
  const need = config.model?.needs.find((each) => requirementName(each.name) === name);
  if (frameworkOf(name) === config.framework) {
    return `${what}, ${stays}; another framework comes with ml-image regenerate --framework NAME`;
  }
  return need
    ? `${what}: the model asks for it (${need.why}), ${stays}`
    : `${what}: the image needs it, ${stays}`;
}
