/** Base images by OS flavour; tags as in the images' own repositories (docker-library/official-images). */
import type { OsFlavour } from '../../core/answers.ts';
import type { Source } from './types.ts';

export interface BaseImage {
  os: OsFlavour;
  /** Python minor version to full reference: what is taken unless a base image is given. */
  byPython: Record<string, string>;
  /** Its releases, the default first, with the C library that wheels must suit. */
  releases: readonly OsRelease[];
  kind: 'python' | 'os';
  packageManager: 'apt' | 'apk';
  source: Source;
}

/** A release of an operating system. */
export interface OsRelease {
  title: string;
  libc: 'glibc' | 'musl';
  libcVersion: string;
  byPython: Record<string, string>;
}

const CHECKED = '2026-11-23';
const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'];

const slim = (release: string) =>
  Object.fromEntries(PYTHONS.map((python) => [python, `python:${python}-slim-${release}`]));

/** C libraries: packages.debian.org, packages.ubuntu.com, pkgs.alpinelinux.org (libc6, musl). */
const DEBIAN: readonly OsRelease[] = [
  { title: 'Debian 13 trixie', libc: 'glibc', libcVersion: '2.41', byPython: slim('trixie') },
  { title: 'Debian 12 bookworm', libc: 'glibc', libcVersion: '2.36', byPython: slim('bookworm') },
];

/** Each release has one Python by apt. */
const UBUNTU: readonly OsRelease[] = [
  ['26.04', '3.14', '2.43'] as const,
  ['24.04', '3.12', '2.39'] as const,
  ['22.04', '3.10', '2.35'] as const,
].map(([release, python, libcVersion]) => ({
  title: `Ubuntu ${release}`,
  libc: 'glibc',
  libcVersion,
  byPython: { [python]: `ubuntu:${release}` },
}));

const ALPINE: readonly OsRelease[] = [
  { title: 'Alpine 3.24', libc: 'musl', libcVersion: '1.2', byPython: { '3.14': 'alpine:3.24' } },
];

/** The references of several releases in one table; the first that has a Python counts. */
function merged(releases: readonly OsRelease[]): Record<string, string> {
  return Object.assign({}, ...releases.map(({ byPython }) => byPython).reverse());
}

export const BASE_IMAGES: Record<OsFlavour, BaseImage> = {
  debian: {
    os: 'debian',
    byPython: merged(DEBIAN),
    releases: DEBIAN,
    kind: 'python',
    packageManager: 'apt',
    source: { url: 'https://hub.docker.com/_/python', checked: CHECKED },
  },
  ubuntu: {
    os: 'ubuntu',
    byPython: merged(UBUNTU),
    releases: UBUNTU,
    kind: 'os',
    packageManager: 'apt',
    source: { url: 'https://hub.docker.com/_/ubuntu', checked: CHECKED },
  },
  alpine: {
    os: 'alpine',
    byPython: merged(ALPINE),
    releases: ALPINE,
    kind: 'os',
    packageManager: 'apk',
    source: { url: 'https://hub.docker.com/_/alpine', checked: CHECKED },
  },
};

/** The Python that suits every framework, tried first. */
export const PREFERRED_PYTHON = ['3.13', '3.12', '3.11', '3.14', '3.10', '3.9'];

/** A framework's own images: the repository, and the CUDA it is for. */
export interface FrameworkImage {
  repository: string;
  framework: 'tensorflow' | 'pytorch';
  source: Source;
}

export const FRAMEWORK_IMAGES: FrameworkImage[] = [
  {
    repository: 'tensorflow/tensorflow',
    framework: 'tensorflow',
    source: { url: 'https://hub.docker.com/r/tensorflow/tensorflow', checked: CHECKED },
  },
  {
    repository: 'pytorch/pytorch',
    framework: 'pytorch',
    source: { url: 'https://hub.docker.com/r/pytorch/pytorch', checked: CHECKED },
  },
];

/** The flavours' names for reading. */
export const OS_TITLE: Record<OsFlavour, string> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  alpine: 'Alpine',
};
