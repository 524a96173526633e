/** Checks changed answers: whether they work together, and where the error is if they do not. */
import { type CheckedPlan, checkRequirements } from '../catalog/check-requirements.ts';
import type { Config } from '../core/answers.ts';
import { isUserError, type UserError } from '../core/errors.ts';
import type { ChangedAnswers } from './changed-answers.ts';
import { resolveConfig } from './plan.ts';
import type { ChangeRequest } from './request.ts';
import { findStaleRelease, findStoredFault, type StoredConfig } from './stored-config.ts';
import { checkWheels } from './wheels.ts';

/** Answers that decide together what can be installed. */
const COMBINED = [
  ...(['framework', 'frameworkVersion', 'python', 'os', 'accelerator', 'baseImage'] as const),
  ...(['platform', 'model'] as const),
];

/**
 * The plan of the changed answers, its packages checked: all of them where the combination changed,
 * else the new ones.
 * @throws UserError where they cannot work; for what was stored so already, with its line in the file
 */
export function checkChange(
  stored: StoredConfig,
  { config, wheels }: ChangedAnswers,
  request: ChangeRequest,
): CheckedPlan {
  const { config: before, rendered } = stored;
  const moved = COMBINED.some(
    (key) => JSON.stringify(config[key]) !== JSON.stringify(rendered[key]),
  );
  const news = config.pip.filter((text) => moved || !rendered.pip.includes(text));
  const fresh = config.pip.filter((text) => !before.pip.includes(text));
  const withWheel = wheels.map(({ name }) => name);
  const checked = orStoredFault(stored, request, () =>
    checkRequirements(resolveConfig(config), news, 'folder', { fresh, withWheel }),
  );
  checkWheels(wheels, checked.plan, 'ml-image regenerate ');
  assertFreshRelease(stored, config, request);
  return checked;
}

/** Runs a step; its error becomes that of the stored answers where these could not work either. */
function orStoredFault<T>(stored: StoredConfig, request: ChangeRequest, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw (isUserError(error) && storedFault(stored, request)) || error;
  }
}

/** The fault of the stored answers, unless this command itself changes one of the combination. */
function storedFault(stored: StoredConfig, { given }: ChangeRequest): UserError | null {
  const gives = COMBINED.some((key) => given?.[key] !== undefined);
  return gives ? null : findStoredFault(stored);
}

/** Refuses the old framework's release where only the framework was changed by hand. */
function assertFreshRelease(stored: StoredConfig, config: Config, { given }: ChangeRequest): void {
  const fault = given?.frameworkVersion === undefined ? findStaleRelease(stored, config) : null;
  if (fault) throw fault;
}
