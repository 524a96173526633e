/** Pins the base image by digest, removes the pin, and checks it. */
import { baseOf, isCatalogPin } from '../catalog/base.ts';
import { parseReference, type Reference } from '../catalog/reference.ts';
import type { Config } from '../core/answers.ts';
import { isUserError, UserError } from '../core/errors.ts';
import type { Given } from '../questions/collect.ts';
import { placeOf, type Tagged } from '../registry/place.ts';
import { assertWorks } from './plan.ts';

/** Milliseconds. Longer when the user asked for the pin; `--check` only adds a hint. */
const PIN_TIMEOUT = 30_000;
const CHECK_TIMEOUT = 3_000;

/**
 * The base image of these answers with the current digest of its tag.
 * @returns `NAME:TAG@sha256:...`
 * @throws UserError where there is no tag to ask for, or the registry has no answer
 */
export async function askPinnedBase(config: Config): Promise<string> {
  const { askDigest } = await import('../registry/digest.ts');
  assertWorks(config);
  const { image } = baseOf(config);
  const { name, tag } = requireTag(parseReference(image) as Reference, image);
  return `${name}:${tag}@${await askDigest({ name, tag }, { timeout: PIN_TIMEOUT })}`;
}

/**
 * The base image as it was before the pin; null: the catalog's own.
 * @throws UserError where it is not pinned, or only its digest is known
 */
export function unpinnedBase(config: Config): string | null {
  const reference = config.baseImage === null ? null : parseReference(config.baseImage);
  if (!reference?.digest) {
    assertWorks(config);
    throw new UserError(
      `the base image ${baseOf(config).image} is not pinned, so there is no pin to remove`,
      { hint: 'write ml-image pin to pin it' },
    );
  }
  if (isCatalogPin(config)) return null;
  const { name, tag } = requireTag(reference, config.baseImage as string);
  return `${name}:${tag}`;
}

/**
 * The config without a pin that its other answers have outdated: one of the catalog's image for the old
 * answers, which would keep the folder at that image.
 * @param given what this command was given; a given base image is kept
 * @returns the config, and a note where the pin is removed
 */
export function followPin(
  config: Config,
  before: Config,
  given: Given,
): { config: Config; notes: string[] } {
  const kept = given.baseImage !== undefined || isCatalogPin(config);
  if (kept || !isCatalogPin(before)) return { config, notes: [] };
  return {
    config: { ...config, baseImage: null },
    notes: [
      `the pin of ${before.baseImage?.split('@')[0]} is gone with the answers that it was made for; ml-image pin pins the new base image`,
    ],
  };
}

/**
 * Notes if the tag of a pinned base image has another digest by now; empty where it has not, or nothing
 * is pinned. Never throws: the registry may be out of reach.
 */
export async function noteMovedPin({ baseImage }: Config): Promise<string[]> {
  const reference = baseImage === null ? null : parseReference(baseImage);
  if (!reference?.digest || reference.tag === null) return [];
  const { name, tag, digest } = reference;
  // Loaded only for a pinned image: most folders have none.
  const { askDigest, RegistryError } = await import('../registry/digest.ts');
  try {
    const now = await askDigest({ name, tag }, { timeout: CHECK_TIMEOUT });
    if (now === digest) return [];
    return [
      `${name}:${tag} has moved: it is ${shortDigest(now)} now, and the folder is pinned to ${shortDigest(digest)}; ml-image pin takes the new one`,
    ];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error instanceof RegistryError && !error.answered
      ? [`could not ask ${placeOf(name).host} whether ${name}:${tag} has moved`]
      : [error.line];
  }
}

function requireTag({ name, tag, digest }: Reference, image: string): Tagged {
  if (tag !== null || digest === null) return { name, tag: tag ?? 'latest' };
  throw new UserError(
    `the base image ${image} has a digest and no tag, so there is nothing to ask for`,
    { hint: `give its tag: ml-image regenerate --base-image ${name}:TAG` },
  );
}

/** The first characters of a digest, as people compare it. */
function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
