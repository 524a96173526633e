/** The shape of the catalog's data: what goes with what, each fact with its source. */

import type { Accelerator, OsFlavour, Platform } from '../../core/answers.ts';
import type { Framework, ModelFormat, Need } from '../../core/model-facts.ts';

/** Where a fact was read and when it was last checked there. */
export interface Source {
  url: string;
  /** ISO date. */
  checked: string;
}

/** Machines that images are built for, as `uname -m` and wheels call them. */
export const ARCHITECTURES = ['x86_64', 'aarch64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The platform, as Docker names it, of each architecture. */
export const PLATFORM_OF: Record<Architecture, Platform> = {
  x86_64: 'linux/amd64',
  aarch64: 'linux/arm64',
};

/** Whether packages have wheels for a platform; for any, where none is asked for. */
export function isBuiltFor(
  { architectures }: Pick<PackageSet, 'architectures'>,
  platform: Platform | null | undefined,
): boolean {
  return !platform || !architectures || architectures.some((a) => PLATFORM_OF[a] === platform);
}

/** The packages of one release for one accelerator. */
export interface PackageSet {
  /** PEP 508 lines, exact. Markers keep one file right on every architecture. */
  requirements: string[];
  /** Package indexes that hold them beside PyPI. */
  indexUrls?: string[];
  /** Where the wheels are for one architecture only; absent: both. */
  architectures?: readonly Architecture[];
}

export interface CudaPackageSet extends PackageSet {
  /**
   * The same on a base image that has CUDA and cuDNN already; absent: the wheels always have their
   * own.
   */
  onCudaBase?: string[];
  /** CUDA's own version, e.g. `13.0`. */
  cuda: string;
  /** The oldest NVIDIA driver that runs it. */
  minimumDriver: string;
}

/** A release that is left out on purpose, with the reason. */
export interface PassedOver {
  version: string;
  why: string;
}

/** One row: a release of a framework. */
export interface Release {
  version: string;
  /** Python minor versions that have a wheel, oldest first. */
  python: string[];
  cpu: PackageSet;
  cuda: CudaPackageSet | null;
}

/** A framework as a package of Alpine: the one release that its repository has. */
export interface AlpinePackage {
  name: string;
  /** Without requirements: apk installs them. */
  release: Release;
  source: Source;
}

export interface FrameworkEntry {
  framework: Framework;
  title: string;
  source: Source;
  /** Newest first; the first that suits is the default. */
  releases: Release[];
  /** Newer releases that wait; a person's `--framework-version` still takes them. */
  passedOver?: PassedOver[];
  /** The packages of a release that the catalog has no row for, in the manner of the newest. */
  unknownRelease: ((version: string) => Release) | null;
  /** Formats that its loaders read. */
  formats: ModelFormat[];
  /** Formats that only the very release that wrote them reads for certain. */
  exactFormats?: ModelFormat[];
  /** Why there is no CUDA, where `releases` have none. */
  noCuda?: string;
  /** Code of the person's may use the CUDA of a base image, though there are no wheels for it. */
  takesCudaOfBase?: true;
  /** Why PyPI has nothing for Alpine's musl; absent: it has. */
  noAlpine?: string;
  /** What Alpine itself has instead, for its own Python. */
  apk?: AlpinePackage;
  /** Debian packages that its wheels need at run time. */
  apt: string[];
  environment: Record<string, string>;
  /** Paths below site-packages that a prediction does not need. */
  trims: string[];
}

/** What the catalog is asked with: the answers so far. */
export interface Wish {
  framework?: Framework | undefined;
  frameworkVersion?: string | null | undefined;
  python?: string | null | undefined;
  os?: OsFlavour | undefined;
  accelerator?: Accelerator | undefined;
  baseImage?: string | null | undefined;
  format?: ModelFormat | null | undefined;
  /** What the image is for; null or undefined: any machine may build it. */
  platform?: Platform | null | undefined;
  /** What the model file asks for. */
  needs?: readonly Need[] | undefined;
}
