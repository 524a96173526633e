/** The rows of the image: accelerator, base image, name and packages. */

import type { AnswerKey } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import { quoted } from '../core/text.ts';
import { checkRequirement } from '../packages/requirement.ts';
import {
  isSystemPackage,
  managerOf,
  noSystemPackage,
  packageName,
} from '../packages/system-package.ts';
import { markRefused } from './choices.ts';
import type { Behaviour, Context } from './types.ts';

const OS_LABELS = [
  { value: 'debian', label: 'Debian slim (python image)' },
  { value: 'ubuntu', label: 'Ubuntu' },
  { value: 'alpine', label: 'Alpine (musl)' },
];

export const IMAGE_ROWS = {
  accelerator: {
    choices: (context) =>
      markRefused(context, 'accelerator', [
        { value: 'cpu', label: 'CPU' },
        { value: 'cuda', label: 'NVIDIA GPU (CUDA)' },
      ]),
    fallback: (context) =>
      baseIsForCuda(context)
        ? { value: 'cuda', because: 'from the base image' }
        : { value: 'cpu', because: 'runs everywhere and is the smallest' },
  },
  os: {
    choices: (context) => markRefused(context, 'os', OS_LABELS),
    fallback({ answers, catalog }) {
      return answers.baseImage && catalog.readTag(answers.baseImage).alpine
        ? { value: 'alpine', because: 'from the base image' }
        : { value: 'debian', because: 'every framework has wheels for it' };
    },
  },
  python: {
    applies: ({ answers }) => !answers.baseImage,
    choices: (context) =>
      markRefused(
        context,
        'python',
        context.catalog
          .pythons(context.answers.os ?? 'debian')
          .map((value) => ({ value, label: value })),
      ),
    fromModel({ answers, facts, catalog }) {
      const saved = facts?.python;
      if (!saved || !catalog.pythons(answers.os ?? 'debian').includes(saved)) return null;
      return catalog.refuse({ ...answers, python: saved })
        ? null
        : { value: saved, because: 'recorded in the model' };
    },
    fallback({ answers, catalog }) {
      const value = catalog.bestPython(answers);
      return value ? { value, because: 'supported by framework and OS' } : null;
    },
    check(text) {
      if (/^3\.\d{1,2}$/.test(text)) return text;
      throw new UserError(`${quoted(text)} is not a minor version of Python 3`, {
        flag: 'python',
        hint: 'write it like 3.13',
      });
    },
  },
  baseImage: {
    check(text, { catalog }) {
      if (catalog.parseReference(text)) return text;
      throw new UserError(`${quoted(text)} is not an image reference`, {
        flag: 'base-image',
        hint: 'write it like registry.example.org/lab/python:3.13',
      });
    },
  },
  image: {
    fallback: ({ answers }) => ({
      value: `${imageNameFrom(answers.name ?? 'model')}:0.1.0`,
      because: 'from the name',
    }),
    check(text, { catalog }) {
      const reference = catalog.parseReference(text);
      if (!reference || reference.digest) {
        throw new UserError(`${quoted(text)} is not an image name with a tag`, {
          flag: 'image',
          hint: 'write it like registry.example.org/lab/digits:0.1.0 (lower case)',
        });
      }
      return reference.tag ? text : `${text}:0.1.0`;
    },
  },
  pip: {
    check: (text) => checkRequirement(text),
  },
  system: {
    check(text, { answers }) {
      const manager = answers.os ? managerOf(answers.os) : null;
      if (isSystemPackage(text, manager)) return text;
      throw new UserError(`${quoted(text)} ${noSystemPackage(text, manager)}`, { flag: 'system' });
    },
    checkNew: assertNamesOfManager,
  },
} satisfies { [K in AnswerKey]?: Behaviour };

/**
 * Refuses packages that are given by the other package manager's name.
 * @throws UserError that lists them, and their names here
 */
function assertNamesOfManager(texts: readonly string[], { answers, catalog }: Context): void {
  if (!answers.os) return;
  const manager = managerOf(answers.os);
  const foreign = texts.flatMap((text) => {
    const here = catalog.foreignSystemName(packageName(text), manager);
    return here ? [{ text, here }] : [];
  });
  if (foreign.length === 0) return;
  const [given, here] = [foreign.map(({ text }) => text), foreign.map((each) => each.here)];
  throw new UserError(
    `${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} called ${here.join(', ')} by ${manager}`,
    { hint: `use ${here.join(' ')}` },
  );
}

/** Whether the base image has CUDA, and the framework can use it. */
function baseIsForCuda({ answers, catalog }: Context): boolean {
  const { framework, baseImage } = answers;
  if (!framework || !baseImage || !catalog.readTag(baseImage).cuda) return false;
  const wish = { framework, accelerator: 'cuda' } as const;
  return !catalog.refuse(wish) || !catalog.refuse({ ...wish, baseImage });
}

/** The repository name for a model's name: lower case, without leading or repeated separators. */
export function imageNameFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
    .replace(/_{3,}/g, '__');
  return plain === '' ? 'model' : plain;
}
