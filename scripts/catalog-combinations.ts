/** Every combination that is offered, one by one: what `npm run catalog:verify` asks PyPI about. */

import { BASE_IMAGES, type OsRelease } from '../src/catalog/data/base-images.ts';
import { offeredFrameworks, releasesOn } from '../src/catalog/data/frameworks.ts';
import {
  ARCHITECTURES,
  type Architecture,
  type FrameworkEntry,
  type PackageSet,
  PLATFORM_OF,
} from '../src/catalog/data/types.ts';
import { defaultRelease } from '../src/catalog/defaults.ts';
import { packagesFor } from '../src/catalog/install.ts';
import { companionRequirements } from '../src/catalog/needs.ts';
import { refuse } from '../src/catalog/rules/refuse.ts';
import type { Accelerator, OsFlavour, Platform } from '../src/core/answers.ts';
import type { Framework, Need } from '../src/core/model-facts.ts';
import { compareVersions } from '../src/packages/version.ts';

/** One combination and the requirements that an image of it installs. */
export interface Combination {
  framework: Framework;
  /** null where no release is chosen: `custom`, and TensorFlow Lite's own runtime. */
  version: string | null;
  /** The package beside the framework, for files that ask for one; else null. */
  beside: string | null;
  python: string;
  accelerator: Accelerator;
  architecture: Architecture;
  /** The oldest C library among the base images with this Python: what suits it suits all. */
  libc: OsRelease['libc'];
  libcVersion: string;
  requirements: string[];
  /** The system package that the framework comes as, with what it needs; else null. */
  systemPackage: string | null;
  /** Indexes beside PyPI; PyPI cannot answer for what comes from there. */
  indexUrls: string[];
}

/** What files ask for beside a framework; checked with the newest release that suits each Python. */
const BESIDE: Partial<Record<Framework, readonly string[]>> = {
  tensorflow: ['keras'],
  pytorch: ['safetensors', 'transformers'],
  'scikit-learn': ['lightgbm'],
};

/**
 * Every combination of release, Python, accelerator, architecture and C library that no rule
 * refuses on any base image of the catalog, in a fixed order.
 */
export function offeredCombinations(): Combination[] {
  return offeredFrameworks().flatMap((entry) =>
    targets().flatMap((target) => [
      ...releaseCombinations(entry, target),
      ...besideCombinations(entry, target),
      ...(entry.framework === 'tensorflow' ? liteCombinations(entry, target) : []),
    ]),
  );
}

/** The name of a combination, the same for ever: what the findings are filed under. */
export function combinationName(
  combination: Omit<Combination, 'requirements' | 'systemPackage' | 'indexUrls'>,
) {
  const { framework, version, beside, python, accelerator, architecture, libc } = combination;
  const subject = [framework, version, beside && `with ${beside}`].filter(Boolean).join(' ');
  return `${subject}, Python ${python}, ${accelerator}, ${architecture}, ${libc}`;
}

interface Target {
  os: OsFlavour;
  python: string;
  accelerator: Accelerator;
  architecture: Architecture;
  platform: Platform;
  libc: OsRelease['libc'];
  libcVersion: string;
}

/** What images run on, each C library and Python once. */
function targets(): Target[] {
  const byName = new Map<string, Omit<Target, 'accelerator' | 'architecture' | 'platform'>>();
  for (const { os, releases } of Object.values(BASE_IMAGES)) {
    for (const { libc, libcVersion, byPython } of releases) {
      for (const python of Object.keys(byPython)) {
        const name = `${libc} ${python}`;
        const known = byName.get(name);
        if (!known) byName.set(name, { os, python, libc, libcVersion });
        else if (compareVersions(libcVersion, known.libcVersion) < 0) {
          byName.set(name, { ...known, libcVersion });
        }
      }
    }
  }
  return [...byName.values()].flatMap((place) =>
    (['cpu', 'cuda'] as const).flatMap((accelerator) =>
      ARCHITECTURES.map((architecture) => ({
        ...{ ...place, accelerator, architecture },
        platform: PLATFORM_OF[architecture],
      })),
    ),
  );
}

function releaseCombinations(entry: FrameworkEntry, target: Target): Combination[] {
  const known = releasesOn(entry, target.os).map(({ version }) => version);
  const versions = known.length > 0 ? known : [null];
  return versions.flatMap((frameworkVersion) => {
    if (refuse({ framework: entry.framework, frameworkVersion, ...target })) return [];
    const set = packagesFor(entry.framework, frameworkVersion, target.accelerator, target.os);
    return [combination(entry, frameworkVersion, null, target, set, [])];
  });
}

function besideCombinations(entry: FrameworkEntry, target: Target): Combination[] {
  return (BESIDE[entry.framework] ?? []).flatMap((beside) => {
    const wish = { framework: entry.framework, ...target };
    const version = defaultRelease(wish)?.version;
    const needs = [need(beside)];
    if (!version || refuse({ ...wish, frameworkVersion: version, needs })) return [];
    const set = packagesFor(entry.framework, version, target.accelerator, target.os);
    return [combination(entry, version, beside, target, set, needs)];
  });
}

function liteCombinations(entry: FrameworkEntry, target: Target): Combination[] {
  const wish = { framework: entry.framework, format: 'tflite' as const, ...target };
  if (target.accelerator !== 'cpu' || refuse(wish)) return [];
  const set = packagesFor('custom', null, 'cpu', target.os);
  return [combination(entry, null, 'ai-edge-litert', target, set, [need('ai-edge-litert')])];
}

const need = (name: string): Need => ({ kind: 'package', name, why: 'the file asks for it' });

function combination(
  entry: FrameworkEntry,
  version: string | null,
  beside: string | null,
  { os, python, accelerator, architecture, libc, libcVersion }: Target,
  set: PackageSet,
  needs: Need[],
): Combination {
  const { framework } = entry;
  return {
    framework,
    version,
    beside,
    python,
    accelerator,
    architecture,
    libc,
    libcVersion,
    requirements: [
      ...linesFor(set.requirements, architecture),
      ...companionRequirements(needs, framework, python),
    ],
    systemPackage: (version && os === 'alpine' && entry.apk?.name) || null,
    indexUrls: set.indexUrls ?? [],
  };
}

/** The lines that an architecture takes, without their markers; the catalog's rows use this one only. */
function linesFor(lines: readonly string[], architecture: Architecture): string[] {
  return lines.flatMap((line) => {
    const [requirement, marker] = line.split('; ') as [string, string | undefined];
    const match = /^platform_machine (==|!=) "x86_64"$/.exec(marker ?? '');
    if (!match) return [line];
    return (match[1] === '==') === (architecture === 'x86_64') ? [requirement] : [];
  });
}
