/** The catalog as a page: which combinations work. */

import { BASE_IMAGES, FRAMEWORK_IMAGES } from '../../src/catalog/data/base-images.ts';
import { COMPANIONS } from '../../src/catalog/data/companions.ts';
import { CUDA_IMAGES } from '../../src/catalog/data/cuda.ts';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import {
  ARCHITECTURES,
  type FrameworkEntry,
  type PackageSet,
  type Release,
} from '../../src/catalog/data/types.ts';
import { defaultPython, defaultRelease } from '../../src/catalog/defaults.ts';
import { refuse } from '../../src/catalog/rules/refuse.ts';
import type { OsFlavour } from '../../src/core/answers.ts';

/** `docs/catalog.md`, in Markdown. */
export function catalogPage(): string {
  const entries = offeredFrameworks();
  return [
    '# What works with what',
    '',
    'Made by `npm run docs` from the tables in `src/catalog/data/`. Whether PyPI has wheels for each',
    'combination is in [catalog-verified.json](catalog-verified.json) (`npm run catalog:verify`).',
    '',
    '## At a glance',
    '',
    'The defaults of each framework, and where else it works.',
    '',
    ...table(
      ['framework', 'release', 'Python', 'on Debian', 'on Ubuntu', 'on Alpine', 'CUDA'],
      entries.map(glance),
    ),
    'Any other combination is refused before a file is written, with the nearest one that works. A',
    'release or a base image that is not listed here is used as given, with a note.',
    '',
    'The columns of the systems list the Python versions for which there is a release.',
    '',
    '## Releases',
    '',
    ...entries.filter(({ releases }) => releases.length > 0).flatMap(releasesOf),
    '## Base images',
    '',
    'The first of each flavour and Python is the default; `--base-image` takes any other.',
    '',
    ...table(['system', 'C library', 'images'], baseImages()),
    `The frameworks' own images (${FRAMEWORK_IMAGES.map(({ repository }) => code(repository)).join(', ')}) are used if`,
    'given as `--base-image`; the framework is then not installed again. Do not use',
    '`tensorflow/tensorflow:*-gpu` from 2.18 on: these images have cuDNN 8, but TensorFlow needs 9 and',
    'would compute on the CPU silently.',
    '',
    `NVIDIA's images (${CUDA_IMAGES.repositories.map(code).join(', ')}, on Ubuntu) are used likewise, with Python from apt. An image`,
    'has CUDA only once: ONNX Runtime and your own code (`custom`) use the CUDA of a `cudnn-runtime` or',
    '`cudnn-devel` tag; the packages of the other frameworks contain CUDA, so they work only with `base`',
    'tags, which have no CUDA libraries. NVIDIA removes the tags of older CUDA releases.',
    '',
    'The NVIDIA driver that is needed depends on the major version of CUDA. On ARM machines',
    '(`--platform linux/arm64`) everything listed is available, except what says `x86_64 only`.',
    '',
    '## Additional packages',
    '',
    'Added if the model file needs them.',
    '',
    ...table(
      ['package', 'release', 'from Python', 'source, checked'],
      COMPANIONS.flatMap(({ name, releases, source }) =>
        releases.map(({ version, python }) => [
          code(name),
          version,
          python,
          `[${source.checked}](${source.url})`,
        ]),
      ),
    ),
  ]
    .join('\n')
    .concat('\n')
    .replace(/\n+$/, '\n');
}

function glance(entry: FrameworkEntry): string[] {
  const { framework, title } = entry;
  const release = defaultRelease({ framework });
  const python = defaultPython({ framework, frameworkVersion: release?.version });
  const on = (os: OsFlavour) => pythonsOn(entry, os);
  return [
    title,
    release?.version ?? '',
    python ?? '',
    on('debian'),
    on('ubuntu'),
    on('alpine'),
    release?.cuda ? `${release.cuda.cuda}${machines(release.cuda)}` : 'no',
  ];
}

/** The Python versions of an OS flavour with which any release works. */
function pythonsOn(entry: FrameworkEntry, os: OsFlavour): string {
  const { framework } = entry;
  if (refuse({ framework, os })) return 'no';
  const pythons = BASE_IMAGES[os].releases
    .flatMap(({ byPython }) => Object.keys(byPython))
    .filter((python) => entry.releases.length === 0 || defaultRelease({ framework, os, python }));
  const apk = os === 'alpine' && entry.apk ? `, ${entry.apk.release.version} by apk` : '';
  return `${span(pythons)}${apk}`;
}

function releasesOf(entry: FrameworkEntry): string[] {
  const { framework, title, source, releases, noCuda, passedOver = [] } = entry;
  const head = noCuda ? ['release', 'Python'] : ['release', 'Python', 'CUDA', 'NVIDIA driver'];
  const taken = defaultRelease({ framework });
  return [
    `### ${title}`,
    '',
    `Source: <${source.url}>, checked ${source.checked}.`,
    '',
    ...(taken ? [`- CPU: ${packages(taken.cpu)}`] : []),
    ...(taken?.cuda ? [`- CUDA: ${packages(taken.cuda)}`] : [`- CUDA: no; ${noCuda}`]),
    '',
    ...table(
      head,
      releases.map((release) => releaseRow(release).slice(0, head.length)),
    ),
    ...passedOver.flatMap(({ version, why }) => [`${version} is left out: ${why}.`, '']),
    ...(entry.noAlpine ? [alpine(entry), ''] : []),
  ];
}

function alpine({ noAlpine, apk }: FrameworkEntry): string {
  if (!apk) return `Not on Alpine: ${noAlpine}.`;
  const { name, release, source } = apk;
  return `On Alpine: ${release.version}, by apk as [${code(name)}](${source.url}); ${noAlpine}.`;
}

function releaseRow({ version, python, cuda }: Release): string[] {
  return [
    version,
    span(python),
    cuda ? `${cuda.cuda}${machines(cuda)}` : 'no',
    cuda ? `from ${cuda.minimumDriver}` : '',
  ];
}

/** What is installed, e.g. `torch==2.13.0+cpu`, and the index that it comes from. */
function packages({ requirements, indexUrls = [] }: PackageSet): string {
  const lines = requirements.map(code).join(', ');
  return indexUrls.length > 0 ? `${lines} from <${indexUrls.join('>, <')}>` : lines;
}

function machines({ architectures }: PackageSet): string {
  return architectures && architectures.length < ARCHITECTURES.length
    ? ` (${architectures.join(', ')} only)`
    : '';
}

function baseImages(): string[][] {
  return Object.values(BASE_IMAGES).flatMap(({ releases }) =>
    releases.map(({ title, libc, libcVersion, byPython }) => [
      title,
      `${libc} ${libcVersion}`,
      Object.entries(byPython)
        .map(([python, image]) =>
          image.includes(python) ? code(image) : `${code(image)} (${python})`,
        )
        .join(', '),
    ]),
  );
}

/** `3.10`, `3.11`, `3.12` as `3.10-3.12`; with a gap, as a list. */
function span(pythons: readonly string[]): string {
  const minors = [...new Set(pythons.map((python) => Number(python.split('.')[1])))].sort(
    (a, b) => a - b,
  );
  const [first, last] = [minors[0], minors.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (minors.length < 3 || last - first !== minors.length - 1) {
    return minors.map((each) => `3.${each}`).join(', ');
  }
  return `3.${first}-3.${last}`;
}

const code = (text: string) => `\`${text}\``;

/** A Markdown table; its cells must not contain `|`. */
function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
}
