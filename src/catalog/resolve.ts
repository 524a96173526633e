/** Resolves the answers against the catalog: images, pins, environment. */
import type { Accelerator, Config, Framework, OsFlavour, Plan, Refusal } from '../types.ts';
import { frameworkImage, isCatalogPin, readTag } from './base.ts';
import { BASE_IMAGES } from './base-images.ts';
import { findRelease, frameworkEntry } from './frameworks.ts';
import { loaderFor } from './loaders.ts';
import { companionApt, companionRequirements, frameworkBound, runsOnLiteRuntime } from './needs.ts';
import { parseReference } from './reference.ts';
import { refuse } from './refuse.ts';
import type { FrameworkEntry, PackageSet, Release, Wish } from './types.ts';

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
  };
}

/**
 * Resolves a config to a plan, or says why it cannot work.
 * Everything that rendering needs is in the plan; nothing is looked up later.
 */
export function resolve(config: Config): { plan: Plan } | { refusal: Refusal } {
  const refusal = refuse(wishOf(config));
  if (refusal) return { refusal };

  const entry = frameworkEntry(config.framework);
  const lite = runsOnLiteRuntime(config.framework, config.model?.format ?? null);
  const release =
    config.frameworkVersion && !lite ? releaseOf(entry, config.frameworkVersion, config.os) : null;
  const packages = packageSet(config.accelerator, release);
  const base = baseOf(config);
  const brought = base.kind === 'framework';
  const reference = parseReference(config.image);
  const needs = config.model?.needs ?? [];
  const beside = companionRequirements(needs, config.framework, config.python);
  const apk = config.os === 'alpine' && !lite ? entry.apk : undefined;
  const system =
    base.packageManager === 'apt' ? [...entry.apt, ...companionApt(needs)] : apk ? [apk.name] : [];
  const cuda = config.accelerator === 'cuda' ? (release?.cuda ?? null) : null;

  return {
    plan: {
      config,
      frameworkTitle: lite ? 'LiteRT (TensorFlow Lite)' : entry.title,
      imageName: reference?.name ?? config.image,
      imageTag: reference?.tag ?? 'latest',
      base: apk ? { ...base, frameworkBySystem: true } : base,
      requirements: {
        framework: brought ? [] : [...packages.requirements, ...beside],
        indexUrls: brought ? [] : (packages.indexUrls ?? []),
        readers: [],
        packages: config.pip,
      },
      systemPackages: unique([...system, ...config.system]),
      environment: { ...entry.environment, ...(cuda ? cudaEnvironment(cuda.minimumDriver) : {}) },
      trims: brought || lite ? [] : entry.trims,
      loader: loaderFor(config.framework, config.model?.format ?? null),
      cuda: cuda && { minimumDriver: cuda.minimumDriver },
      notes: notesFor(config, entry, release),
    },
  };
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

function releaseOf(entry: FrameworkEntry, version: string, os: OsFlavour): Release | null {
  return findRelease(entry, version, os) ?? entry.unknownRelease?.(version) ?? null;
}

function packageSet(accelerator: Accelerator, release: Release | null): PackageSet {
  if (!release) return NO_FRAMEWORK;
  return accelerator === 'cuda' && release.cuda ? release.cuda : release.cpu;
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
  return packageSet(accelerator, release);
}

function baseOf(config: Config): Plan['base'] {
  const flavour = BASE_IMAGES[config.os];
  if (config.baseImage && !isCatalogPin(config)) {
    return {
      image: config.baseImage,
      kind: frameworkImage(config.baseImage) ? 'framework' : 'given',
      packageManager: flavour.packageManager,
      python: config.python ?? readTag(config.baseImage).python,
    };
  }
  const python = config.python as string;
  return {
    image: config.baseImage ?? (flavour.byPython[python] as string),
    kind: flavour.kind,
    packageManager: flavour.packageManager,
    python,
  };
}

function notesFor(config: Config, entry: FrameworkEntry, release: Release | null): string[] {
  const notes: string[] = [];
  if (config.frameworkVersion && !findRelease(entry, config.frameworkVersion, config.os)) {
    notes.push(
      `${entry.title} ${config.frameworkVersion} is not in the catalog: it is taken as you gave it, unchecked.`,
    );
  }
  if (config.accelerator === 'cuda' && release?.cuda) {
    notes.push(
      `CUDA ${release.cuda.cuda} comes with the packages; the host needs an NVIDIA driver of at least ${release.cuda.minimumDriver}.`,
    );
  }
  const only = config.accelerator === 'cuda' ? release?.cuda?.architectures : undefined;
  if (only) {
    notes.push(
      `${entry.title} with CUDA is built for ${only.join(', ')} only, not for ARM machines.`,
    );
  }
  notes.push(...boundNotes(config, entry));
  if (isUntold(config.model)) {
    notes.push(
      'A Hugging Face directory does not tell its inputs and outputs: put the model’s own names (such as pixel_values, logits) under "tensor" in model-spec.json.',
    );
  }
  for (const need of config.model?.needs ?? []) {
    if (need.kind === 'class' || need.kind === 'code') {
      notes.push(`The model needs ${need.name}: ${need.why}.`);
    }
  }
  return notes;
}

/** A file that wants the very release that wrote it, and gets another. */
function boundNotes(config: Config, entry: FrameworkEntry): string[] {
  const bound = frameworkBound(config.model?.needs ?? [], config.framework);
  if (!bound || !config.frameworkVersion) return [];
  if (bound.operator !== '==' || bound.version === config.frameworkVersion) return [];
  return [
    `The model was ${bound.why}, and another release (${config.frameworkVersion}) may read it wrongly or not at all: ${entry.title} ${bound.version} is the sure one.`,
  ];
}

/** Whether it is a Hugging Face directory, with an input or output that only a person can name. */
function isUntold(model: Config['model']): boolean {
  return model?.format === 'huggingface' && !(model.inputs?.length && model.outputs?.length);
}

function unique(list: string[]): string[] {
  return [...new Set(list)];
}
