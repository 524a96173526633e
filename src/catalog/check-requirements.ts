/** Checks the user's requirements against what the image provides. */

import { refusalError, UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Plan, Refusal } from '../core/types.ts';
import { requirementName, requirementParts } from '../packages/requirement.ts';
import { refusePackage, warnOfPackage } from './check-package.ts';
import { frameworkOf } from './data/distributions.ts';
import {
  canBe,
  isMet,
  moreExtras,
  type Provided,
  type Requirement,
  readRequirement,
  sameAs,
  withExtras,
  within,
} from './provides.ts';
import type { Resolved } from './resolve.ts';
import { suggestProvider } from './suggest-provider.ts';

/** Where the answers to change are: `folder` in a folder that is there, `flags` on this command's line. */
export type Place = 'folder' | 'flags';

/** A plan whose requirements go together, and what a person should read of them. */
export interface CheckedPlan {
  plan: Plan;
  notes: string[];
}

/**
 * Checks a person's requirements before anything is written, and gives the plan in which each package
 * is listed once: what the image provides anyway is left out, and a user's range replaces ours.
 * @param news requirements that are new, or whose image changed;
 *   the others get no notes
 * @param more `fresh`: those of them that the person just gave; `withWheel`: names of those that the person
 *   has a wheel for
 * @throws UserError for one that conflicts with what the image provides, or that the catalog knows cannot work
 */
export function checkRequirements(
  { plan, provided }: Resolved,
  news: readonly string[],
  place: Place,
  more: { fresh?: readonly string[]; withWheel?: readonly string[] } = {},
): CheckedPlan {
  const origin = {
    place,
    fresh: more.fresh ?? news,
    withWheel: (more.withWheel ?? []).map(requirementName),
  };
  const wants = plan.requirements.packages.map((text) => readRequirement(text, plan));
  const framework = [...plan.requirements.framework];
  const packages: string[] = [];
  const notes: string[] = [];
  const taken = new Set<Provided>();
  for (const want of wants) {
    const existing = want.applies === false ? undefined : sameAs(want, provided);
    const isNew = news.includes(want.text);
    if (isNew && want.applies !== false && !existing) {
      notes.push(...checkUnprovided(want, wants, provided, plan, origin));
    }
    if (!existing) {
      packages.push(want.text);
      continue;
    }
    assertCompatible(want, existing, plan, origin);
    if (isMet(want, existing)) {
      const extras = moreExtras(want, existing);
      if (existing.at !== null && extras.length > 0)
        framework[existing.at] = withExtras(existing, extras);
      const of =
        existing.by === null
          ? `${describeProvider(existing)} ${existing.label}`
          : `${existing.label} of ${existing.by}`;
      if (isNew && extras.length === 0) {
        notes.push(`${shown(want.text)} is met by ${of}, so it is left out of requirements.txt`);
      }
    } else if (existing.at !== null && want.applies === true && !taken.has(existing)) {
      taken.add(existing);
      const line = within(want, existing);
      framework[existing.at] = line;
      if (isNew && line !== want.text) {
        notes.push(`${shown(want.text)} is written as ${line}: the image needs ${existing.label}`);
      }
    } else packages.push(want.text);
  }
  const requirements = { ...plan.requirements, framework, packages };
  return { plan: { ...plan, requirements }, notes };
}

/**
 * A person's requirements and those of entrypoint.py for the declared files, each package once.
 * @throws UserError where a person's range and ours have no version in common
 */
export function withReaders(plan: Plan, readers: readonly string[]): Plan['requirements'] {
  let { packages } = plan.requirements;
  const left = readers.filter((line) => {
    const existing: Provided = { ...requirementParts(line), label: line, at: null, by: null };
    const requested = packages
      .map((text) => readRequirement(text, plan))
      .filter(({ name, applies }) => name === existing.name && applies !== false);
    for (const want of requested) {
      if (canBe(want, existing)) continue;
      throw new UserError(
        `'${shown(want.text)}' cannot be: the image needs ${line} for the files that model-spec.json declares`,
        { hint: `use ml-image pip '${line}'` },
      );
    }
    // One that may not apply to this image replaces nothing.
    if (!requested.some(({ applies }) => applies === true)) return true;
    packages = packages.map((text) => {
      const want = requested.find((each) => each.text === text);
      return want ? within(want, existing) : text;
    });
    return false;
  });
  return { ...plan.requirements, packages, readers: left };
}

/** Where the requirements and the answers come from. */
interface Origin {
  place: Place;
  fresh: readonly string[];
  /** Names, normalised, of what the person has a wheel for. */
  withWheel: readonly string[];
}

const change = ({ place }: Origin) => (place === 'folder' ? 'ml-image regenerate ' : '');

/** How a requirement goes away: one that was just given is left out, one of the answers is removed. */
function goes({ name, text }: Requirement, { place, fresh }: Origin): string {
  return place === 'flags' || fresh.includes(text)
    ? `leave ${name} out`
    : `take it out with ml-image pip --remove ${name}`;
}

const describeProvider = ({ name }: Provided) =>
  frameworkOf(name) ? "the framework's" : "the image's";

/** Refuses a requirement that conflicts with what the image provides. */
function assertCompatible(want: Requirement, existing: Provided, plan: Plan, origin: Origin): void {
  const accelerated = moreExtras(want, existing).some((extra) => /cuda|cudnn|rocm/.test(extra));
  if (canBe(want, existing) && !accelerated) return;
  const text = shown(want.text);
  const isFramework = frameworkOf(existing.name) !== undefined;
  const need = plan.config.model?.needs.find(({ name }) => requirementName(name) === existing.name);
  if (existing.by === null && !isFramework && !need) {
    throw new UserError(`'${text}' cannot be: the image needs ${existing.label}`, {
      hint: `give one in that range, or ${goes(want, origin)}`,
    });
  }
  const isOwn = frameworkOf(existing.name) === plan.config.framework;
  if (existing.by === null && !isOwn && need) {
    throw new UserError(
      `'${text}' conflicts with '${existing.label}', which the image gets since the model asks for it (${need.why})`,
      { hint: `${goes(want, origin)}` },
    );
  }
  const flags = origin.place === 'flags' || origin.fresh.includes(want.text);
  const way = flags ? suggestProvider(want, plan) : null;
  const against =
    existing.by === null
      ? `the framework's '${existing.label}'`
      : `'${existing.label}' of ${existing.by}`;
  throw new UserError(`'${text}' conflicts with ${against}`, {
    hint: `${way ? `change that with ${change(origin)}${way}, or ` : ''}${goes(want, origin)}`,
  });
}

/** Checks a requirement that the image does not provide. */
function checkUnprovided(
  want: Requirement,
  wants: readonly Requirement[],
  provided: readonly Provided[],
  plan: Plan,
  origin: Origin,
): string[] {
  const others = wants.filter(
    (other) =>
      other.applies !== false && !(other.marker && want.marker && other.marker !== want.marker),
  );
  const names = [...provided, ...others].map(({ name }) => name);
  // What an index has no good build of, the person has one of.
  const hasWheel = origin.withWheel.includes(want.name);
  const refusal = refusePackage(want, names, plan.config, hasWheel);
  if (refusal) throw refusalError(withCommands(refusal, want, provided, plan, origin));
  return hasWheel ? [] : warnOfPackage(want, plan.config);
}

/** A refusal of the catalog with the commands to type. */
function withCommands(
  { reason, instead }: Refusal,
  want: Requirement,
  provided: readonly Provided[],
  plan: Plan,
  origin: Origin,
): Refusal {
  // A build for the other accelerator comes with its flag.
  const framework = frameworkOf(want.name);
  const swaps = provided.some(({ name }) => framework && frameworkOf(name) === framework);
  const way = swaps && framework === plan.config.framework ? suggestProvider(want, plan) : null;
  const remedies = way ? [way, ...instead] : instead;
  return {
    reason,
    instead: [
      ...remedies.map((each) => (each.startsWith('--') ? change(origin) + each : each)),
      ...(origin.place === 'folder' && !origin.fresh.includes(want.text)
        ? [`ml-image pip --remove ${want.name}`]
        : []),
    ],
  };
}
