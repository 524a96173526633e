/** Resolves the answers against the catalog: images, pins, environment. */
import type { Config } from '../core/answers.ts';
import type { Plan, Refusal } from '../core/types.ts';
import { packageIdentity } from '../packages/system-package.ts';
import { cudaOf } from './cuda.ts';
import { frameworkEntry } from './data/frameworks.ts';
import { loaderFor } from './data/loaders.ts';
import { installOf } from './install.ts';
import { companionApt, runsOnLiteRuntime } from './needs.ts';
import { notesFor } from './notes.ts';
import { type Provided, providedBy } from './provides.ts';
import { parseReference } from './reference.ts';
import { refuseConfig } from './rules/refuse-config.ts';

/** A config that can work: its plan, and what the image provides without any request. */
export interface Resolved {
  plan: Plan;
  provided: Provided[];
}

/**
 * Resolves a config to a plan, or says why it cannot work; once for the answers of a command.
 * Everything that rendering needs is in the plan; nothing is looked up later. The flags of a refusal
 * are not tried yet: that is done where it is worded (suggest-flags.ts).
 */
export function resolve(config: Config): Resolved | { refusal: Refusal } {
  const refusal = refuseConfig(config);
  if (refusal) return { refusal };
  const plan = planOf(config);
  return { plan, provided: providedBy(plan) };
}

/** The plan of a config that nothing speaks against. */
function planOf(config: Config): Plan {
  const entry = frameworkEntry(config.framework);
  const lite = runsOnLiteRuntime(config.framework, config.model?.format ?? null);
  const { base, release, requirements, indexUrls } = installOf(config);
  const reference = parseReference(config.image);
  const cuda = cudaOf(config, release);
  return {
    config,
    frameworkTitle: lite ? 'LiteRT (TensorFlow Lite)' : entry.title,
    imageName: reference?.name ?? config.image,
    imageTag: reference?.tag ?? 'latest',
    base,
    requirements: { framework: requirements, indexUrls, readers: [], packages: config.pip },
    systemPackages: withVersions(systemPackagesOf(config, base), config.system),
    environment: { ...entry.environment, ...(cuda ? cudaEnvironment(cuda.minimumDriver) : {}) },
    trims: base.kind === 'framework' || lite ? [] : entry.trims,
    loader: loaderFor(config.framework, config.model?.format ?? null, config.model?.outputs),
    modelImports: config.model?.safety.imports ?? [],
    cuda: cuda && { minimumDriver: cuda.minimumDriver },
    notes: notesFor(config, entry, release, cuda),
  };
}

/** The system packages that the framework and its companions need. */
function systemPackagesOf({ framework, model }: Config, base: Plan['base']): string[] {
  const entry = frameworkEntry(framework);
  if (base.packageManager === 'apt') return [...entry.apt, ...companionApt(model?.needs ?? [])];
  return base.frameworkBySystem && entry.apk ? [entry.apk.name] : [];
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

/** The framework's system packages, then the user's, which may give one of these a version. */
function withVersions(ours: string[], persons: string[]): string[] {
  const requested = new Map(persons.map((text) => [packageIdentity(text), text]));
  return [...new Set([...ours.map((text) => requested.get(text) ?? text), ...persons])];
}
