/** Base images by OS flavour; tags as in the images' own repositories (docker-library/official-images). */
import type { OsFlavour } from '../types.ts';
import type { Source } from './types.ts';

export interface BaseImage {
  os: OsFlavour;
  /** Python minor version to full reference. */
  byPython: Record<string, string>;
  kind: 'python' | 'os';
  packageManager: 'apt' | 'apk';
  source: Source;
}

const CHECKED = '2026-11-23';
const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'];

export const BASE_IMAGES: Record<OsFlavour, BaseImage> = {
  debian: {
    os: 'debian',
    byPython: Object.fromEntries(PYTHONS.map((python) => [python, `python:${python}-slim-trixie`])),
    kind: 'python',
    packageManager: 'apt',
    source: { url: 'https://hub.docker.com/_/python', checked: CHECKED },
  },
  ubuntu: {
    os: 'ubuntu',
    // Each release has one Python by apt.
    byPython: { '3.10': 'ubuntu:22.04', '3.12': 'ubuntu:24.04', '3.14': 'ubuntu:26.04' },
    kind: 'os',
    packageManager: 'apt',
    source: { url: 'https://hub.docker.com/_/ubuntu', checked: CHECKED },
  },
  alpine: {
    os: 'alpine',
    byPython: { '3.14': 'alpine:3.24' },
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
