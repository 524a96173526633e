/** Whether a person's requirements go with the framework's. Used by every pipeline. */
import { isFramework, refusePackage, warnOfPackage } from './catalog/packages.ts';
import { refusalError, UserError } from './errors.ts';
import { requirementName } from './questions/requirement.ts';
import type { Plan } from './types.ts';

/** Where the answers to change are: `folder` in a folder that is there, `flags` on this command's line. */
export type Place = 'folder' | 'flags';

/**
 * Judges requirements before anything is written.
 * @param news those that the folder did not have before
 * @param own names of those that the person has a wheel for
 * @returns lines that a person should read
 * @throws UserError for one that stands against the framework's pins, or that the catalog knows cannot work
 */
export function judgePackages(
  plan: Plan,
  news: readonly string[],
  place: Place,
  own: readonly string[] = [],
): string[] {
  const change = place === 'folder' ? 'ml-image regenerate ' : '';
  guardFramework(plan, change);
  const { framework, packages } = plan.requirements;
  const owned = own.map(requirementName);
  const names = [...framework, ...packages].map(requirementName);
  return news.flatMap((text) => {
    const name = requirementName(text);
    const refusal = refusePackage(name, names, plan.config);
    if (refusal) {
      const instead = refusal.instead.map((way) => (way.startsWith('--') ? change + way : way));
      throw refusalError({ ...refusal, instead });
    }
    // What is warned of is that an index has no good build; the person has one.
    return owned.includes(name) ? [] : (warnOfPackage(name, plan.config) ?? []);
  });
}

/** The framework's own packages are answers of their own, and must not be pinned a second time. */
function guardFramework(plan: Plan, change: string): void {
  const own = new Map(plan.requirements.framework.map((line) => [requirementName(line), line]));
  for (const text of plan.requirements.packages) {
    const name = requirementName(text);
    const pin = own.get(name);
    if (!pin || pin === text || pin.startsWith('numpy')) continue;
    const need = plan.config.model?.needs.find((each) => requirementName(each.name) === name);
    if (isFramework(name) || !need) {
      throw new UserError(
        `'${text}' stands against the framework's '${pin}'; change that with ${change}--framework-version X.Y.Z`,
      );
    }
    throw new UserError(
      `'${text}' stands against '${pin}', which the image gets since the model asks for it (${need.why}); leave ${name} out`,
    );
  }
}
