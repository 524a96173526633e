/** The rows about the image: what it computes on, what it stands on, its name and packages. */
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import { PLATFORMS, SPEC_FORMS } from '../core/types.ts';
import { checkRequirement } from '../packages/requirement.ts';
import {
  isSystemPackage,
  managerOf,
  noSystemPackage,
  packageName,
} from '../packages/system-package.ts';
import { judged, oneOf } from './choices.ts';
import type { Context, Question } from './types.ts';

const OS_LABELS = [
  { value: 'debian', label: 'Debian slim (python image)' },
  { value: 'ubuntu', label: 'Ubuntu' },
  { value: 'alpine', label: 'Alpine (musl)' },
];

export const IMAGE_ROWS: readonly Question[] = [
  {
    key: 'accelerator',
    flag: 'accelerator',
    argument: 'cpu|cuda',
    help: 'what the image computes on',
    message: 'Accelerator',
    choices: (context) =>
      judged(context, 'accelerator', [
        { value: 'cpu', label: 'CPU' },
        { value: 'cuda', label: 'NVIDIA GPU (CUDA)' },
      ]),
    own: (context) =>
      baseIsForCuda(context)
        ? { value: 'cuda', because: 'the base image brings it' }
        : { value: 'cpu', because: 'runs everywhere, and is the smallest' },
    check: (text) => oneOf('accelerator', ['cpu', 'cuda'], text),
    schema: { enum: ['cpu', 'cuda'] },
  },
  {
    key: 'os',
    flag: 'os',
    argument: 'debian|ubuntu|alpine',
    help: 'the OS flavour of the base image',
    message: 'OS flavour',
    choices: (context) => judged(context, 'os', OS_LABELS),
    own({ answers, catalog }) {
      return answers.baseImage && catalog.readTag(answers.baseImage).alpine
        ? { value: 'alpine', because: 'the base image is one' }
        : { value: 'debian', because: 'every framework has wheels for it' };
    },
    check: (text) => oneOf('os', ['debian', 'ubuntu', 'alpine'], text),
    schema: { enum: ['debian', 'ubuntu', 'alpine'] },
  },
  {
    key: 'python',
    flag: 'python',
    argument: '3.X',
    help: "Python's minor version",
    message: 'Python',
    applies: ({ answers }) => !answers.baseImage,
    choices: (context) =>
      judged(
        context,
        'python',
        context.catalog
          .pythons(context.answers.os ?? 'debian')
          .map((value) => ({ value, label: value })),
      ),
    own({ answers, catalog }) {
      const value = catalog.bestPython(answers);
      return value ? { value, because: 'framework and flavour both have it' } : null;
    },
    check(text) {
      if (/^3\.\d{1,2}$/.test(text)) return text;
      throw new UserError(
        `--python '${shown(text)}' is no minor version of Python 3; write it like 3.13`,
      );
    },
    schema: { type: ['string', 'null'], pattern: '^3\\.\\d{1,2}$' },
  },
  {
    key: 'baseImage',
    flag: 'base-image',
    argument: 'REF',
    help: "a base image of your own; its Python is taken as it is (none: the catalog's)",
    message: null,
    none: 'none',
    own: () => ({ value: null, because: 'the catalog has one' }),
    check(text, { catalog }) {
      if (catalog.parseReference(text)) return text;
      throw new UserError(
        `--base-image '${shown(text)}' is no image reference; write it like registry.example.org/lab/python:3.13`,
      );
    },
    schema: { type: ['string', 'null'] },
  },
  {
    key: 'image',
    flag: 'image',
    argument: 'NAME[:TAG]',
    help: 'name and tag of the image to build',
    message: 'Image name and tag',
    own: ({ answers }) => ({
      value: `${imageNameFrom(answers.name ?? 'model')}:0.1.0`,
      because: 'from the name',
    }),
    check(text, { catalog }) {
      const reference = catalog.parseReference(text);
      if (!reference || reference.digest) {
        throw new UserError(
          `--image '${shown(text)}' is no image name with a tag; write it like registry.example.org/lab/digits:0.1.0 (lower case)`,
        );
      }
      return reference.tag ? text : `${text}:0.1.0`;
    },
    schema: { type: 'string' },
  },
  {
    key: 'pip',
    flag: 'pip',
    argument: 'REQ',
    help: 'a Python requirement (repeatable)',
    message: 'Further Python requirements (commas between)',
    list: true,
    own: () => ({ value: null, because: 'none' }),
    check: (text) => checkRequirement(text),
    schema: { type: 'array', items: { type: 'string' } },
  },
  {
    key: 'system',
    flag: 'system',
    argument: 'PKG',
    help: 'a system package, apt or apk (repeatable)',
    message: 'Further system packages (commas between)',
    list: true,
    own: () => ({ value: null, because: 'none' }),
    check(text, { answers }) {
      const manager = answers.os ? managerOf(answers.os) : null;
      if (isSystemPackage(text, manager)) return text;
      throw new UserError(`--system '${shown(text)}' ${noSystemPackage(text, manager)}`);
    },
    checkNew: assertOwnNames,
    schema: { type: 'array', items: { type: 'string' } },
  },
  {
    key: 'platform',
    flag: 'platform',
    argument: PLATFORMS.join('|'),
    help: "what the image is built for (none: the building machine's)",
    message: null,
    none: 'none',
    own: () => ({ value: null, because: 'that of the machine that builds' }),
    check: (text) => oneOf('platform', PLATFORMS, text),
    schema: { enum: [...PLATFORMS, null] },
  },
  {
    key: 'specAlso',
    flag: 'spec-also',
    argument: SPEC_FORMS.join(','),
    help: 'other runners that the specification is also written for (none: no others)',
    message: null,
    list: true,
    none: 'none',
    own: () => ({ value: null, because: 'none' }),
    check(text) {
      if (text !== 'none') return oneOf('spec-also', SPEC_FORMS, text);
      throw new UserError(`--spec-also none says that there are no others; give it alone`);
    },
    schema: { type: 'array', items: { enum: SPEC_FORMS } },
  },
];

/**
 * That no package is given by the name that the other package manager has for it.
 * @throws UserError that names them all, with what they are called here
 */
function assertOwnNames(texts: readonly string[], { answers, catalog }: Context): void {
  if (!answers.os) return;
  const manager = managerOf(answers.os);
  const foreign = texts.flatMap((text) => {
    const here = catalog.foreignSystemName(packageName(text), manager);
    return here ? [{ text, here }] : [];
  });
  if (foreign.length === 0) return;
  const [given, here] = [foreign.map(({ text }) => text), foreign.map((each) => each.here)];
  throw new UserError(
    `${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} called ${here.join(', ')} by ${manager}; write ${here.join(' ')}`,
  );
}

/** Whether the given base image brings CUDA, for a framework that can use one. */
function baseIsForCuda({ answers, catalog }: Context): boolean {
  const { framework, baseImage } = answers;
  if (!framework || !baseImage || !catalog.readTag(baseImage).cuda) return false;
  const wish = { framework, accelerator: 'cuda' } as const;
  return !catalog.refuse(wish) || !catalog.refuse({ ...wish, baseImage });
}

/** The repository name for a model's name: lower case, no leading or doubled separators. */
export function imageNameFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
    .replace(/_{3,}/g, '__');
  return plain === '' ? 'model' : plain;
}
