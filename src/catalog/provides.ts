/** What an image provides before a person asks for anything, and how a requirement relates to it. */

import type { Config } from '../core/answers.ts';
import type { Plan } from '../core/types.ts';
import { markerHolds } from '../packages/marker.ts';
import { type RequirementParts, requirementParts } from '../packages/requirement.ts';
import { both, canMeet, contains, includes } from '../packages/specifier.ts';
import { readTag } from './base.ts';
import { standsFor } from './data/distributions.ts';
import { frameworkEntry } from './data/frameworks.ts';
import { installOf } from './install.ts';
import { distributionOf } from './needs.ts';

/** A distribution in the image that the user did not request. */
export interface Provided extends RequirementParts {
  /** For reading: `torch==2.14.1+cpu`. */
  label: string;
  /** Its place among the framework's lines; null: it comes without pip. */
  at: number | null;
  /** What provides it if pip does not. */
  by: string | null;
}

/** A person's requirement, taken apart. */
export interface Requirement extends RequirementParts {
  text: string;
  /** Whether it applies to this image; null: unknown, and taken as true. */
  applies: boolean | null;
}

/** The distributions that a plan provides before a person asks for anything. */
export function providedBy({ config, base, requirements }: Plan): Provided[] {
  return listProvided(config, base, requirements.framework);
}

/** The same for another config, which is not resolved for it. */
export function providedWith(config: Config): Provided[] {
  const { base, requirements } = installOf(config);
  return listProvided(config, base, requirements);
}

function listProvided(
  config: Config,
  base: Plan['base'],
  requirements: readonly string[],
): Provided[] {
  const lines = requirements.map((line, at) => {
    const parts = requirementParts(line);
    return { ...parts, label: line.replace(/\s*;.*$/, ''), at, by: null };
  });
  const name = distributionOf(config.framework);
  if (name === null || (base.kind !== 'framework' && !base.frameworkBySystem)) return lines;
  const version =
    (base.kind === 'framework' ? readTag(base.image).frameworkVersion : null) ??
    config.frameworkVersion;
  const apk = frameworkEntry(config.framework).apk?.name;
  const by = base.kind === 'framework' ? `the base image ${base.image}` : `Alpine's ${apk}`;
  const label = `${name}==${version}`;
  return [{ ...requirementParts(label), label, at: null, by }, ...lines];
}

/** Reads a user's requirement, for an image. */
export function readRequirement(text: string, { base, config }: Plan): Requirement {
  const parts = requirementParts(text);
  const machines = { 'linux/amd64': 'x86_64', 'linux/arm64': 'aarch64' };
  const target = {
    python: base.python,
    machine: config.platform && machines[config.platform],
  };
  const applies = parts.marker === null ? true : markerHolds(parts.marker, target);
  return { ...parts, text, applies };
}

/** The provided package that a requirement asks for: by its name, or as another build of it. */
export function sameAs(
  want: RequirementParts,
  provided: readonly Provided[],
): Provided | undefined {
  return (
    provided.find(({ name }) => name === want.name) ??
    provided.find(({ name, at }) => standsFor(name, want.name, at === null))
  );
}

/** The exact version of a pin, or null where it is a range. */
function pinOf({ specifier }: RequirementParts): string | null {
  return /^==([^,*]+)$/.exec(specifier)?.[1] ?? null;
}

/** Whether what is provided can be what a requirement asks for; extras are another matter. */
export function canBe(want: RequirementParts, existing: Provided): boolean {
  const pin = pinOf(existing);
  if (want.url !== null) return pin === null;
  return pin === null ? canMeet(want.specifier, existing.specifier) : contains(want.specifier, pin);
}

/** Whether all that a requirement asks for is provided already, extras left out. */
export function isMet(want: RequirementParts, existing: Provided): boolean {
  if (want.url !== null) return false;
  const pin = pinOf(existing);
  return pin === null
    ? includes(want.specifier, existing.specifier)
    : contains(want.specifier, pin);
}

/** The extras that a requirement has beyond what is provided. */
export function moreExtras(want: RequirementParts, existing: RequirementParts): string[] {
  return want.extras.filter((extra) => !existing.extras.includes(extra));
}

/** A provided line with a requirement's extras added. */
export function withExtras(existing: Provided, extras: readonly string[]): string {
  const all = [...existing.extras, ...extras];
  const name = existing.label.replace(/[[=<>!~\s].*$/s, '');
  const marker = existing.marker === null ? '' : `; ${existing.marker}`;
  return `${name}${all.length > 0 ? `[${all.join(',')}]` : ''}${existing.specifier}${marker}`;
}

/** A person's line within the bounds of ours: as it was written where it keeps to them anyway. */
export function within(want: Requirement, existing: RequirementParts): string {
  const extras = moreExtras(existing, want);
  const specifier = both(want.specifier, existing.specifier);
  if (want.url !== null || (specifier === want.specifier && extras.length === 0)) return want.text;
  const name = want.text.trim().replace(/[^A-Za-z0-9._-].*$/s, '');
  const all = [...want.extras, ...extras];
  const marker = want.marker === null ? '' : `; ${want.marker}`;
  return `${name}${all.length > 0 ? `[${all.join(',')}]` : ''}${specifier}${marker}`;
}
