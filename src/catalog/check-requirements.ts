/** Whether a person's requirements go with what the image brings. Used by every pipeline. */

import { refusalError, UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Plan, Refusal } from '../core/types.ts';
import { requirementName, requirementParts } from '../packages/requirement.ts';
import { refusePackage, warnOfPackage } from './check-package.ts';
import { frameworkOf } from './data/distributions.ts';
import {
  type Brought,
  broughtBy,
  canBe,
  isMet,
  moreExtras,
  sameAs,
  type Wanted,
  wanted,
  withExtras,
  within,
} from './provides.ts';
import { flagsFor } from './suggest-flags.ts';

/** Where the answers to change are: `folder` in a folder that is there, `flags` on this command's line. */
export type Place = 'folder' | 'flags';

/** A plan whose requirements go together, and what a person should read of them. */
export interface Judged {
  plan: Plan;
  notes: string[];
}

/**
 * Judges a person's requirements before anything is written, and gives the plan in which each package
 * stands once: what the image brings anyway is left out, and a person's range stands for ours.
 * @param news those that the folder did not have before, or that stand to other answers than before;
 *   of the others nothing is said
 * @param more `fresh`: those of them that the person just gave; `own`: names of those that the person
 *   has a wheel for
 * @throws UserError for one that conflicts with what the image brings, or that the catalog knows cannot work
 */
export function judgePackages(
  plan: Plan,
  news: readonly string[],
  place: Place,
  more: { fresh?: readonly string[]; own?: readonly string[] } = {},
): Judged {
  const asked = {
    place,
    fresh: more.fresh ?? news,
    own: (more.own ?? []).map(requirementName),
  };
  const brought = broughtBy(plan);
  const wants = plan.requirements.packages.map((text) => wanted(text, plan));
  const framework = [...plan.requirements.framework];
  const packages: string[] = [];
  const notes: string[] = [];
  const taken = new Set<Brought>();
  for (const want of wants) {
    const own = want.applies === false ? undefined : sameAs(want, brought);
    const isNew = news.includes(want.text);
    if (isNew && want.applies !== false && !own) {
      notes.push(...judgeAlone(want, wants, brought, plan, asked));
    }
    if (!own) {
      packages.push(want.text);
      continue;
    }
    assertGoesWith(want, own, plan, asked);
    if (isMet(want, own)) {
      const extras = moreExtras(want, own);
      if (own.at !== null && extras.length > 0) framework[own.at] = withExtras(own, extras);
      const of = own.by === null ? `${ownerOf(own)} ${own.label}` : `${own.label} of ${own.by}`;
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
    const own: Brought = { ...requirementParts(line), label: line, at: null, by: null };
    const mine = packages
      .map((text) => wanted(text, plan))
      .filter(({ name, applies }) => name === own.name && applies !== false);
    for (const want of mine) {
      if (canBe(want, own)) continue;
      throw new UserError(
        `'${shown(want.text)}' cannot be: the image needs ${line} for the files that model-spec.json declares`,
        { hint: `use ml-image pip '${line}'` },
      );
    }
    // One that may not count in this image stands for nothing.
    if (!mine.some(({ applies }) => applies === true)) return true;
    packages = packages.map((text) => {
      const want = mine.find((each) => each.text === text);
      return want ? within(want, own) : text;
    });
    return false;
  });
  return { ...plan.requirements, packages, readers: left };
}

/** Who gave what is judged, and where the answers stand. */
interface Asked {
  place: Place;
  fresh: readonly string[];
  /** Names, normalised, of what the person has a wheel for. */
  own: readonly string[];
}

const change = ({ place }: Asked) => (place === 'folder' ? 'ml-image regenerate ' : '');

/** How a requirement goes away: one that was just given is left out, one of the answers is removed. */
function goes({ name, text }: Wanted, { place, fresh }: Asked): string {
  return place === 'flags' || fresh.includes(text)
    ? `leave ${name} out`
    : `take it out with ml-image pip --remove ${name}`;
}

const ownerOf = ({ name }: Brought) => (frameworkOf(name) ? "the framework's" : "the image's");

/** What the image brings must not be asked for as something else. */
function assertGoesWith(want: Wanted, own: Brought, plan: Plan, asked: Asked): void {
  const accelerated = moreExtras(want, own).some((extra) => /cuda|cudnn|rocm/.test(extra));
  if (canBe(want, own) && !accelerated) return;
  const text = shown(want.text);
  const isFramework = frameworkOf(own.name) !== undefined;
  const need = plan.config.model?.needs.find(({ name }) => requirementName(name) === own.name);
  if (own.by === null && !isFramework && !need) {
    throw new UserError(`'${text}' cannot be: the image needs ${own.label}`, {
      hint: `give one in that range, or ${goes(want, asked)}`,
    });
  }
  const isOwn = frameworkOf(own.name) === plan.config.framework;
  if (own.by === null && !isOwn && need) {
    throw new UserError(
      `'${text}' conflicts with '${own.label}', which the image gets since the model asks for it (${need.why})`,
      { hint: `${goes(want, asked)}` },
    );
  }
  const flags = asked.place === 'flags' || asked.fresh.includes(want.text);
  const way = flags ? flagsFor(want, plan) : null;
  const against =
    own.by === null ? `the framework's '${own.label}'` : `'${own.label}' of ${own.by}`;
  throw new UserError(`'${text}' conflicts with ${against}`, {
    hint: `${way ? `change that with ${change(asked)}${way}, or ` : ''}${goes(want, asked)}`,
  });
}

/** A requirement that the image does not bring of itself. */
function judgeAlone(
  want: Wanted,
  wants: readonly Wanted[],
  brought: readonly Brought[],
  plan: Plan,
  asked: Asked,
): string[] {
  const others = wants.filter(
    (other) =>
      other.applies !== false && !(other.marker && want.marker && other.marker !== want.marker),
  );
  const names = [...brought, ...others].map(({ name }) => name);
  // What an index has no good build of, the person has one of.
  const hasWheel = asked.own.includes(want.name);
  const refusal = refusePackage(want, names, plan.config, hasWheel);
  if (refusal) throw refusalError(worded(refusal, want, brought, plan, asked));
  return hasWheel ? [] : warnOfPackage(want, plan.config);
}

/** A refusal of the catalog with the commands to type. */
function worded(
  { reason, instead }: Refusal,
  want: Wanted,
  brought: readonly Brought[],
  plan: Plan,
  asked: Asked,
): Refusal {
  // Where the other accelerator's build is wanted, its flag brings it.
  const framework = frameworkOf(want.name);
  const swaps = brought.some(({ name }) => framework && frameworkOf(name) === framework);
  const way = swaps && framework === plan.config.framework ? flagsFor(want, plan) : null;
  const ways = way ? [way, ...instead] : instead;
  return {
    reason,
    instead: [
      ...ways.map((each) => (each.startsWith('--') ? change(asked) + each : each)),
      ...(asked.place === 'folder' && !asked.fresh.includes(want.text)
        ? [`ml-image pip --remove ${want.name}`]
        : []),
    ],
  };
}
