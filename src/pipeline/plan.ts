/** Resolves a config; every later step gets the result. */
import { type CheckedPlan, checkRequirements } from '../catalog/check-requirements.ts';
import { type Resolved, resolve } from '../catalog/resolve.ts';
import { refuseConfig } from '../catalog/rules/refuse-config.ts';
import { suggestForConfig } from '../catalog/suggest-flags.ts';
import type { Config } from '../core/answers.ts';
import { isUserError, refusalError } from '../core/errors.ts';

/**
 * Resolves the answers of a command.
 * @throws UserError with the reason, and flags that would work
 */
export function resolveConfig(config: Config): Resolved {
  const resolved = resolve(config);
  if ('plan' in resolved) return resolved;
  throw refusalError(suggestForConfig(config, resolved.refusal));
}

/** Resolves answers that may not work together; null where they do not. */
export function tryResolve(config: Config): Resolved | null {
  const resolved = resolve(config);
  return 'plan' in resolved ? resolved : null;
}

/**
 * Checks that a config can work, for steps that come before it is resolved.
 * @throws UserError as resolveConfig
 */
export function assertWorks(config: Config): void {
  const refusal = refuseConfig(config);
  if (refusal) throw refusalError(suggestForConfig(config, refusal));
}

/** Notes that are new to the user, on the packages and on the rest of the plan. */
export interface NewNotes {
  packages: string[];
  plan: string[];
}

/** The notes on earlier answers, so that none is shown twice. */
function earlierNotes(config: Config): NewNotes {
  const resolved = tryResolve(config);
  if (!resolved) return { plan: [], packages: [] };
  const plan = resolved.plan.notes;
  try {
    return { plan, packages: checkRequirements(resolved, config.pip, 'folder').notes };
  } catch (error) {
    if (isUserError(error)) return { plan, packages: [] };
    throw error;
  }
}

/**
 * The notes of a plan and of its packages that the user has not read before.
 * @param config the answers of the plan
 * @param rendered the answers that the folder was last rendered from; resolved only where they differ
 * and there is a note to compare
 */
export function newNotes({ plan, notes }: CheckedPlan, config: Config, rendered: Config): NewNotes {
  const isSame = JSON.stringify(config) === JSON.stringify(rendered);
  if (isSame || plan.notes.length + notes.length === 0) return { packages: [], plan: [] };
  const earlier = earlierNotes(rendered);
  return {
    packages: notes.filter((note) => !earlier.packages.includes(note)),
    plan: plan.notes.filter((note) => !earlier.plan.includes(note)),
  };
}
