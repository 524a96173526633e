/** What an image installs of its framework: base image, release, requirements. */
import type { Accelerator, Config, OsFlavour } from '../core/answers.ts';
import type { Framework } from '../core/model-facts.ts';
import type { Plan } from '../core/types.ts';
import { baseOf } from './base.ts';
import { hasCudaLibraries, readCudaImage } from './data/cuda.ts';
import { findRelease, frameworkEntry } from './data/frameworks.ts';
import type { FrameworkEntry, PackageSet, Release } from './data/types.ts';
import { companionRequirements, runsOnLiteRuntime } from './needs.ts';

export interface Install {
  base: Plan['base'];
  /** null: no release is installed, or none is known. */
  release: Release | null;
  /** Requirement lines, exact; of an image that has the framework only what it lacks. */
  requirements: string[];
  indexUrls: string[];
}

/** What the image of a config installs before a person asks for anything. */
export function installOf(config: Config): Install {
  const { framework, frameworkVersion, os, model } = config;
  const entry = frameworkEntry(framework);
  const lite = runsOnLiteRuntime(framework, model?.format ?? null);
  const release = frameworkVersion && !lite ? releaseOf(entry, frameworkVersion, os) : null;
  const packages = packageSet(config, release);
  const base = baseOf(config);
  const companions = companionRequirements(model?.needs ?? [], framework, base.python);
  // TensorFlow's image has the Keras that goes with it.
  if (base.kind === 'framework') {
    const requirements = companions.filter((requirement) => !requirement.startsWith('keras'));
    return { base, release, requirements, indexUrls: [] };
  }
  return {
    base: os === 'alpine' && !lite && entry.apk ? { ...base, frameworkBySystem: true } : base,
    release,
    requirements: [...packages.requirements, ...companions],
    indexUrls: packages.indexUrls ?? [],
  };
}

/** numpy is all that the entrypoint itself needs. */
const NO_FRAMEWORK: PackageSet = { requirements: ['numpy>=1.26,<3'] };

function releaseOf(entry: FrameworkEntry, version: string, os: OsFlavour): Release | null {
  return findRelease(entry, version, os) ?? entry.unknownRelease?.(version) ?? null;
}

function packageSet(
  { accelerator, baseImage }: Pick<Config, 'accelerator' | 'baseImage'>,
  release: Release | null,
): PackageSet {
  if (!release) return NO_FRAMEWORK;
  if (accelerator !== 'cuda' || !release.cuda) return release.cpu;
  const image = baseImage ? readCudaImage(baseImage) : null;
  const { onCudaBase } = release.cuda;
  if (!image || !hasCudaLibraries(image) || !onCudaBase) return release.cuda;
  return { ...release.cuda, requirements: onCudaBase };
}

/**
 * The packages that an image of a release installs; without a release, those of the entrypoint.
 * @param version a release, known to the catalog or not; null: no framework
 */
export function packagesFor(
  framework: Framework,
  version: string | null,
  accelerator: Accelerator,
  os: OsFlavour,
): PackageSet {
  const release = version ? releaseOf(frameworkEntry(framework), version, os) : null;
  return packageSet({ accelerator, baseImage: null }, release);
}
