/** Whether a person's requirements go with the framework's. Used by every pipeline. */
import { refusePackage, warnOfPackage } from './catalog/packages.ts';
import { refusalError, UserError } from './errors.ts';
import { requirementName } from './questions/requirement.ts';
import type { Plan } from './types.ts';

/**
 * Judges requirements before anything is written.
 * @param news those that the folder did not have before
 * @returns lines that a person should read
 * @throws UserError for one that stands against the framework's pins, or that the catalog knows cannot work
 */
export function judgePackages(plan: Plan, news: readonly string[]): string[] {
  guardFramework(plan);
  const { framework, packages } = plan.requirements;
  const names = [...framework, ...packages].map(requirementName);
  return news.flatMap((text) => {
    const name = requirementName(text);
    const refusal = refusePackage(name, names, plan.config);
    if (refusal) throw refusalError(refusal);
    return warnOfPackage(name, plan.config) ?? [];
  });
}

/** The framework's own packages are answers of their own, and must not be pinned a second time. */
function guardFramework(plan: Plan): void {
  const own = new Map(plan.requirements.framework.map((line) => [requirementName(line), line]));
  for (const text of plan.requirements.packages) {
    const pin = own.get(requirementName(text));
    if (pin && pin !== text && !pin.startsWith('numpy')) {
      throw new UserError(
        `'${text}' stands against the framework's '${pin}'; change that with ml-image regenerate --framework-version X.Y.Z`,
      );
    }
  }
}
