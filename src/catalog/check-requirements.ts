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
    const own = want.applies === false ? undefined : sameAs(want, provided);
    const isNew = news.includes(want.text);
    if (isNew && want.applies !== false && !own) {
      notes.push(...checkUnprovided(want, wants, provided, plan, origin));
    }
    if (!own) {
      packages.push(want.text);
      continue;
    }
    assertCompatible(want, own, plan, origin);
    if (isMet(want, own)) {
      const extras = moreExtras(want, own);
      if (own.at !== null && extras.length > 0) framework[own.at] = withExtras(own, extras);
      const of =
        own.by === null ? `${describeProvider(own)} ${own.label}` : `${own.label} of ${own.by}`;
      if (isNew && extras.length === 0) {
        notes.push(`${shown(want.text)} is met by ${of}, so it is left out of requirements.txt`);
      }
    } else if (own.at !== null && want.applies === true && !taken.has(own)) {
      taken.add(own);
      const line = within(want, own);
      framework[own.at] = line;
      if (isNew && line !== want.text) {
        notes.push(`${shown(want.text)} stands as ${line}: the image needs ${own.label}`);
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
    const own: Provided = { ...requirementParts(line), label: line, at: null, by: null };
    const mine = packages
      .map((text) => readRequirement(text, plan))
      .filter(({ name, applies }) => name === own.name && applies !== false);
    for (const want of mine) {
      if (canBe(want, own)) continue;
      throw new UserError(
        `'${shown(want.text)}' cannot be: the image needs ${line} for the files that model-spec.json declares`,
        { hint: `use ml-image pip '${line}'` },
      );
    }
    // One that may not apply to this image replaces nothing.
    if (!mine.some(({ applies }) => applies === true)) return true;
    packages = packages.map((text) => {
      const want = mine.find((each) => each.text === text);
      return want ? within(want, own) : text;
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
function assertCompatible(want: Requirement, own: Provided, plan: Plan, origin: Origin): void {
  const accelerated = moreExtras(want, own).some((extra) => /cuda|cudnn|rocm/.test(extra));
  if (canBe(want, own) && !accelerated) return;
  const text = shown(want.text);
  const isFramework = frameworkOf(own.name) !== undefined;
  const need = plan.config.model?.needs.find(({ name }) => requirementName(name) === own.name);
  if (own.by === null && !isFramework && !need) {
    throw new UserError(`'${text}' cannot be: the image needs ${own.label}`, {
      hint: `give one in that range, or ${goes(want, origin)}`,
    });
  }
  const isOwn = frameworkOf(own.name) === plan.config.framework;
  if (own.by === null && !isOwn && need) {
    throw new UserError(
      `'${text}' conflicts with '${own.label}', which the image gets since the model asks for it (${need.why})`,
      { hint: `${goes(want, origin)}` },
    );
  }
  const flags = origin.place === 'flags' || origin.fresh.includes(want.text);
  const way = flags ? suggestProvider(want, plan) : null;
  const against =
    own.by === null ? `the framework's '${own.label}'` : `'${own.label}' of ${own.by}`;
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
  const ways = way ? [way, ...instead] : instead;
  return {
    reason,
    instead: [
      ...ways.map((each) => (each.startsWith('--') ? change(origin) + each : each)),
      ...(origin.place === 'folder' && !origin.fresh.includes(want.text)
        ? [`ml-image pip --remove ${want.name}`]
        : []),
    ],
  };
}
