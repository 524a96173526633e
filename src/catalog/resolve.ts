/** Resolves the answers against the catalog: images, pins, environment. */

import type { Accelerator, Config, OsFlavour } from '../core/answers.ts';
import type { Framework } from '../core/model-facts.ts';
import type { Plan, Refusal } from '../core/types.ts';
import { packageIdentity } from '../packages/system-package.ts';
import { baseOf, isCatalogPin } from './base.ts';
import { cudaOf } from './cuda-of.ts';
import { hasCudaLibraries, readCudaImage } from './data/cuda.ts';
import { findRelease, frameworkEntry } from './data/frameworks.ts';
import { loaderFor } from './data/loaders.ts';
import type { FrameworkEntry, PackageSet, Release, Wish } from './data/types.ts';
import { companionApt, companionRequirements, runsOnLiteRuntime } from './needs.ts';
import { notesFor } from './notes.ts';
import { parseReference } from './reference.ts';
import { tried } from './rules/alternatives.ts';
import { refuse } from './rules/refuse.ts';
import { refuseUnsettled } from './rules/undecided.ts';

/** The question that a config puts to the catalog. */
export function wishOf(config: Config): Wish {
  return {
    framework: config.framework,
    frameworkVersion: config.frameworkVersion,
    python: config.python,
    os: config.os,
    accelerator: config.accelerator,
    baseImage: isCatalogPin(config) ? null : config.baseImage,
    format: config.model?.format ?? null,
    needs: config.model?.needs ?? [],
    platform: config.platform,
  };
}

/**
 * Resolves a config to a plan, or says why it cannot work.
 * Everything that rendering needs is in the plan; nothing is looked up later.
 */
export function resolve(config: Config): { plan: Plan } | { refusal: Refusal } {
  const wish = wishOf(config);
  const refusal = refusalOf(config, wish);
  if (refusal) {
    const works = (other: Wish) => refusalOf({ ...config, ...settled(other) }, other) === null;
    return { refusal: tried(wish, refusal, works) };
  }

  const entry = frameworkEntry(config.framework);
  const lite = runsOnLiteRuntime(config.framework, config.model?.format ?? null);
  const release =
    config.frameworkVersion && !lite ? releaseOf(entry, config.frameworkVersion, config.os) : null;
  const packages = packageSet(config, release);
  const base = baseOf(config);
  const brought = base.kind === 'framework';
  const reference = parseReference(config.image);
  const needs = config.model?.needs ?? [];
  const beside = companionRequirements(needs, config.framework, base.python);
  const apk = config.os === 'alpine' && !lite ? entry.apk : undefined;
  const system =
    base.packageManager === 'apt' ? [...entry.apt, ...companionApt(needs)] : apk ? [apk.name] : [];
  const cuda = cudaOf(config, release);

  return {
    plan: {
      config,
      frameworkTitle: lite ? 'LiteRT (TensorFlow Lite)' : entry.title,
      imageName: reference?.name ?? config.image,
      imageTag: reference?.tag ?? 'latest',
      base: apk ? { ...base, frameworkBySystem: true } : base,
      requirements: {
        framework: brought ? beside.filter(isNoKeras) : [...packages.requirements, ...beside],
        indexUrls: brought ? [] : (packages.indexUrls ?? []),
        readers: [],
        packages: config.pip,
      },
      systemPackages: withOwn(system, config.system),
      environment: { ...entry.environment, ...(cuda ? cudaEnvironment(cuda.minimumDriver) : {}) },
      trims: brought || lite ? [] : entry.trims,
      loader: loaderFor(config.framework, config.model?.format ?? null),
      modelImports: config.model?.safety.imports ?? [],
      cuda: cuda && { minimumDriver: cuda.minimumDriver },
      notes: notesFor(config, entry, release, cuda),
    },
  };
}

function refusalOf(config: Config, wish: Wish): Refusal | null {
  return refuse(wish) ?? refuseUnsettled(config, wish);
}

/** What a wish says of a config's own answers. */
function settled({ framework, frameworkVersion, python, os, accelerator, baseImage }: Wish) {
  return { framework, frameworkVersion, python, os, accelerator, baseImage } as Partial<Config>;
}

/**
 * What the NVIDIA container runtime reads, as slim base images do not set it, and what the
 * entrypoint reads to say where there is no GPU (templates/runner/gpu.py).
 */
function cudaEnvironment(minimumDriver: string): Record<string, string> {
  return {
    NVIDIA_VISIBLE_DEVICES: 'all',
    NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
    ML_IMAGE_ACCELERATOR: 'cuda',
    ML_IMAGE_MINIMUM_DRIVER: minimumDriver,
  };
}

/** numpy is all that the entrypoint itself needs. */
const NO_FRAMEWORK: PackageSet = { requirements: ['numpy>=1.26,<3'] };

/** TensorFlow's own image has the Keras that goes with it. */
const isNoKeras = (requirement: string) => !requirement.startsWith('keras');

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

/** The framework's system packages, then the person's, who may have given one of these a version. */
function withOwn(ours: string[], persons: string[]): string[] {
  const theirs = new Map(persons.map((text) => [packageIdentity(text), text]));
  return [...new Set([...ours.map((text) => theirs.get(text) ?? text), ...persons])];
}
