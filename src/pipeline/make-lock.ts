/** Makes the text of requirements.lock. Loaded only for that: most commands resolve and lock nothing. */
import { join } from 'node:path';
import { targetOf } from '../catalog/target.ts';
import { UserError } from '../core/errors.ts';
import { packageRoot } from '../core/package.ts';
import type { LockedSet, Pin, Plan, Target } from '../core/types.ts';
import { inputsHash } from '../lockfile/inputs.ts';
import { type Parts, readParts } from '../lockfile/parts.ts';
import { nameOf } from '../lockfile/pins.ts';
import { type ResolveOptions, resolvePins } from '../lockfile/resolve.ts';
import { soabi } from '../lockfile/target.ts';
import type { Resolution } from '../lockfile/types.ts';
import { buildSpec } from '../model-spec/build.ts';
import { lockDockerfile, lockText } from '../render/lock.ts';
import { loadTemplates } from '../render/templates.ts';
import type { LockRequest } from './request.ts';

/** What a lock is made from. */
export interface LockInputs {
  root: string;
  plan: Plan;
  /** The text of requirements.txt. */
  requirements: string;
  /** The releases of the lock that is there; they are kept where they still fit. */
  kept: readonly string[];
}

/**
 * Resolves the requirements of a folder.
 * @returns the text of the lock, who resolved it, and the number of its packages
 * @throws UserError where nothing is to be locked, or no resolver can
 */
export async function makeLock(
  { root, plan, requirements, kept }: LockInputs,
  request: LockRequest,
): Promise<{ text: string; by: string; count: number }> {
  const parts = partsToLock(requirements);
  const target = targetOf(plan);
  const resolution = await resolvePins(
    { root, parts, target, kept: request.upgrade ? [] : kept, offline: request.offline === true },
    resolverOptions(plan, request),
  );
  const text = lockText(lockedSet(resolution, target, requirements));
  return { text, by: resolution.by, count: resolution.all.length };
}

function partsToLock(requirements: string): Parts {
  const parts = readParts(requirements);
  if (parts.framework.length + parts.packages.length === 0)
    throw new UserError('requirements.txt asks for nothing, so there is nothing to lock');
  return parts;
}

function resolverOptions(plan: Plan, { by, buildArgs, onAsk }: LockRequest): ResolveOptions {
  const spec = buildSpec(plan.config, { name: plan.imageName, tag: plan.imageTag });
  const templates = loadTemplates(join(packageRoot(), 'templates'), plan.loader);
  const { platform } = plan.config;
  return {
    by: by ?? null,
    dockerfile: lockDockerfile(plan, spec, templates),
    buildArgs: [...(platform ? ['--platform', platform] : []), ...(buildArgs ?? [])],
    preinstalled: plan.base.kind === 'framework' || plan.base.frameworkBySystem === true,
    ...(onAsk ? { onAsk } : {}),
  };
}

/** The pins by part and name; what the framework needs is installed in a layer of its own. */
function lockedSet(
  { all, framework, target: found }: Resolution,
  target: Target | null,
  requirements: string,
): LockedSet {
  const tag = found ?? (target && soabi(target)) ?? '';
  const needed = new Set(framework.map(({ requirement }) => nameOf(requirement)));
  const byName = (a: Pin, b: Pin) => (nameOf(a.requirement) < nameOf(b.requirement) ? -1 : 1);
  const sorted = all.toSorted(byName);
  const isFrameworks = ({ requirement }: Pin) => needed.has(nameOf(requirement));
  return {
    target: tag,
    inputs: inputsHash(tag, requirements),
    framework: sorted.filter(isFrameworks),
    packages: sorted.filter((pin) => !isFrameworks(pin)),
  };
}
