/**
 * Whether a wheel fits an image, by the tags in its file's name.
 * https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
 */

import type { Config } from '../core/answers.ts';
import type { Plan, Refusal } from '../core/types.ts';
import { resolve } from './resolve.ts';
import { targetOf } from './target.ts';
import { view } from './view.ts';

/** The image as wheels see it; null: not known before the build. */
interface Image {
  /** `14` of Python 3.14. */
  minor: number | null;
  architectures: readonly string[];
  libc: 'glibc' | 'musl';
  libcVersion: string | null;
}

/** The glibc versions of wheel tags from before they named one (PEP 600). */
const LEGACY: Record<string, number> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };

/**
 * Why a wheel cannot be installed in the plan's image, with what would be; null where nothing in its
 * name speaks against it.
 * @param file its name, such as `lab-1.0-cp313-cp313-manylinux_2_28_x86_64.whl`
 */
export function refuseWheel(file: string, plan: Plan): Refusal | null {
  const tags = file
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  const [pythons, abis, platforms] = tags.map((tag) => tag.split('.')) as [
    string[],
    string[],
    string[],
  ];
  const image = imageOf(plan);
  const fits = (minor: number | null) =>
    pythons.some((python) => abis.some((abi) => fitsPython(python, abi, minor)));
  if (!fits(image.minor)) {
    const others = view.pythons(plan.config.os).filter((python) => fits(minorOf(python)));
    const it = image.minor === null ? 'CPython 3' : `CPython 3.${image.minor}`;
    return {
      reason: `${file} is for ${pythonTitle(pythons, abis)}, and the image has ${it}`,
      instead: [
        ...firstWay(plan.config, 'python', others),
        `a wheel for ${image.minor === null ? 'py3' : `cp3${image.minor} or py3`}`,
      ],
    };
  }
  return refusePlatform(file, platforms, image, plan.config);
}

function imageOf(plan: Plan): Image {
  const { python, packageManager } = plan.base;
  const { platform } = plan.config;
  const architecture = platform === 'linux/arm64' ? 'aarch64' : 'x86_64';
  return {
    minor: python === null ? null : minorOf(python),
    architectures: platform === null ? ['x86_64', 'aarch64'] : [architecture],
    libc: packageManager === 'apk' ? 'musl' : 'glibc',
    libcVersion: targetOf(plan)?.libcVersion ?? null,
  };
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function fitsPython(python: string, abi: string, minor: number | null): boolean {
  const [, kind, digits = ''] = /^(py|cp)3(\d*)$/.exec(python) ?? [];
  const least = Number(digits);
  if (kind === 'py') return abi === 'none' && (minor === null || least <= minor);
  if (kind !== 'cp' || digits === '') return false;
  // The stable ABI goes on working in later releases.
  if (abi === 'abi3') return minor === null || least <= minor;
  return (abi === 'none' || abi === python) && (minor === null || least === minor);
}

function pythonTitle(pythons: string[], abis: string[]): string {
  const [, minor] = /^cp3(\d+)$/.exec(pythons.join('.')) ?? [];
  if (minor === undefined) return `${pythons.join('.')}-${abis.join('.')}`;
  if (abis.includes('abi3')) return `CPython 3.${minor} and later`;
  if (abis.includes(`cp3${minor}t`)) return `the free-threaded CPython 3.${minor}`;
  return `CPython 3.${minor}`;
}

/** How far a platform's tag goes before it does not fit; the higher, the nearer. */
interface Misfit {
  near: number;
  reason: string;
  instead: string[];
}

function refusePlatform(
  file: string,
  platforms: string[],
  image: Image,
  config: Config,
): Refusal | null {
  const misfits = platforms.map((platform) => misfitOf(platform, image, config));
  if (misfits.includes(null)) return null;
  const [nearest] = (misfits as Misfit[]).sort((a, b) => b.near - a.near);
  const { reason, instead } = nearest as Misfit;
  return { reason: `${file} is for ${reason}`, instead };
}

function misfitOf(platform: string, image: Image, config: Config): Misfit | null {
  if (platform === 'any') return null;
  const linux = /^(?:linux|(manylinux\d+)|(many|musl)linux_(\d+)_(\d+))_(\w+)$/.exec(platform);
  const tag = image.libc === 'musl' ? 'musllinux' : 'manylinux';
  if (!linux) {
    const title = /^win/.test(platform) ? 'Windows' : /^mac/.test(platform) ? 'macOS' : platform;
    return {
      near: 0,
      reason: `${title}, and the image is Linux`,
      instead: [`a ${tag} wheel`],
    };
  }
  const [, legacy, family, major, minor, architecture = ''] = linux;
  const libc = family === 'musl' ? 'musl' : legacy || family ? 'glibc' : null;
  if (libc !== null && libc !== image.libc) {
    const flavours = libc === 'musl' ? ['alpine'] : ['debian', 'ubuntu'];
    return {
      near: 1,
      reason: `the C library ${libc}, and the image's is ${image.libc}`,
      instead: [...firstWay(config, 'os', flavours), `a ${tag} wheel`],
    };
  }
  if (!image.architectures.includes(architecture)) {
    const platforms = { x86_64: ['linux/amd64'], aarch64: ['linux/arm64'] }[architecture] ?? [];
    const has = image.architectures.join(' or ');
    return {
      near: 2,
      reason: `${architecture}, and the image is for ${has}`,
      instead: [...firstWay(config, 'platform', platforms), `a wheel for ${has}`],
    };
  }
  const required = legacy ? [2, LEGACY[legacy] ?? 0] : [Number(major ?? 0), Number(minor ?? 0)];
  if (image.libcVersion === null || !isNewer(required, image.libcVersion)) return null;
  return {
    near: 3,
    reason: `${image.libc} ${required.join('.')} and later, and the image has ${image.libcVersion}`,
    instead: [`a wheel for an older ${image.libc}`],
  };
}

function isNewer([major = 0, minor = 0]: number[], version: string): boolean {
  const [hasMajor = 0, hasMinor = 0] = version.split('.').map(Number);
  return major > hasMajor || (major === hasMajor && minor > hasMinor);
}

/** The flag for the first of these values that goes with the other answers. */
function firstWay(config: Config, key: 'python' | 'os' | 'platform', values: string[]): string[] {
  if (key !== 'platform' && config.baseImage !== null) return [];
  const value = values.find((each) => 'plan' in resolve({ ...config, [key]: each } as Config));
  return value === undefined ? [] : [`--${key} ${value}`];
}
