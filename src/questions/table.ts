/**
 * The table of answers: one row each. Prompts, flags, `--help`, the stored config's schema and the
 * docs all come from here.
 */
import { UserError } from '../errors.ts';
import { FRAMEWORKS, type ModelFormat, type Need } from '../types.ts';
import { checkRequirement } from './requirement.ts';
import { identifierFrom, shown } from './text.ts';
import type { Answers, Choice, Context, Question } from './types.ts';

/** A choice's value, checked against the row's values. */
function oneOf(flag: string, values: readonly string[], text: string): string {
  if (values.includes(text)) return text;
  throw new UserError(
    `--${flag} '${shown(text)}' is not offered; choose one of ${values.join(', ')}`,
  );
}

/** What the catalog must know of the model. */
export function asked({ facts }: Context): { format: ModelFormat | null; needs: readonly Need[] } {
  return { format: facts?.format ?? null, needs: facts?.needs ?? [] };
}

/** Marks as disabled what the catalog refuses together with the answers so far. */
function judged(
  context: Context,
  key: keyof Answers,
  values: { value: string; label: string }[],
): Choice[] {
  return values.map(({ value, label }) => {
    const refusal = context.catalog.refuse({
      ...context.answers,
      [key]: value,
      ...asked(context),
    });
    return refusal ? { value, label, disabled: refusal.reason } : { value, label };
  });
}

const OS_LABELS = [
  { value: 'debian', label: 'Debian slim (python image)' },
  { value: 'ubuntu', label: 'Ubuntu' },
  { value: 'alpine', label: 'Alpine (musl)' },
];

export const QUESTIONS: readonly Question[] = [
  {
    key: 'model',
    flag: 'model',
    argument: 'PATH',
    help: 'the model: a file or a directory',
    message: 'Model (file or directory; leave empty to add it later)',
    own: () => ({ value: null, because: 'none: add it to model/ later' }),
    check(text) {
      // PATH_MAX of Linux.
      if (text === '' || text.includes('\0') || text.length > 4096) {
        throw new UserError(
          `--model '${shown(text)}' is no path; give the model's file or directory`,
        );
      }
      return text;
    },
    schema: { type: ['object', 'null'] },
  },
  {
    key: 'modelBy',
    flag: 'model-by',
    argument: 'copy|reference',
    help: 'copy the model into the folder, or leave it and mount it at run time',
    message: null,
    applies: ({ answers }) => answers.model !== null,
    choices: () => [
      { value: 'copy', label: 'copy' },
      { value: 'reference', label: 'reference' },
    ],
    own: () => ({ value: 'copy', because: 'the image holds the model' }),
    check: (text) => oneOf('model-by', ['copy', 'reference'], text),
    schema: { enum: ['copy', 'reference'] },
  },
  {
    key: 'name',
    flag: 'name',
    argument: 'NAME',
    help: "the model's name, a Python identifier",
    message: 'Name',
    fromModel({ modelName }) {
      const value = modelName ? identifierFrom(modelName) : '';
      return value ? { value, because: 'from the file name' } : null;
    },
    own({ directoryName }) {
      const value = directoryName ? identifierFrom(directoryName) : '';
      return value
        ? { value, because: 'from the directory' }
        : { value: 'model', because: 'no other name is known' };
    },
    check(text) {
      if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text)) return text;
      const near = identifierFrom(text.slice(0, 200));
      throw new UserError(
        `--name '${shown(text)}' is no Python identifier (letters, digits and _, not a digit first, at most 64)${near ? `; '${near}' would be one` : ''}`,
      );
    },
    schema: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' },
  },
  {
    key: 'framework',
    flag: 'framework',
    argument: FRAMEWORKS.join('|'),
    help: 'the framework that runs the model',
    message: 'Framework',
    choices: (context) =>
      judged(
        context,
        'framework',
        context.catalog.frameworks().map(({ value, title }) => ({
          value,
          label: value === 'custom' ? 'none of these (model.py is filled in by hand)' : title,
        })),
      ),
    fromModel({ facts }) {
      if (!facts?.framework) return null;
      return { value: facts.framework, because: `${facts.savedWith ?? facts.format} file` };
    },
    own({ facts }) {
      if (!facts) return null;
      return facts.format === 'safetensors'
        ? { value: 'pytorch', because: 'safetensors mostly come from there' }
        : {
            value: 'custom',
            because: `no loader of ours reads a file of the kind ${facts.format}`,
          };
    },
    check: (text) => oneOf('framework', FRAMEWORKS, text),
    schema: { enum: FRAMEWORKS },
  },
  {
    key: 'frameworkVersion',
    flag: 'framework-version',
    argument: 'X.Y.Z',
    help: "the framework's release",
    message: 'Framework version',
    applies: ({ answers, catalog, facts }) =>
      answers.framework !== 'custom' &&
      !catalog.runsOnLiteRuntime(answers.framework as Answers['framework'], facts?.format ?? null),
    choices: (context) =>
      judged(
        context,
        'frameworkVersion',
        context.catalog
          .releases(context.answers.framework as Answers['framework'])
          .map((value) => ({ value, label: value })),
      ),
    fromModel({ facts, answers, catalog }) {
      const saved = facts?.frameworkVersion;
      if (!saved || !facts || !answers.framework || facts.framework !== answers.framework)
        return null;
      if (catalog.wantsExactRelease(answers.framework, facts.format)) {
        return { value: saved, because: `the file was saved with ${saved}, and wants it` };
      }
      const newest = catalog.newestRelease({ ...answers, needs: facts?.needs ?? [] });
      return newest && catalog.compareVersions(newest, saved) >= 0
        ? { value: newest, because: `the newest that suits, the file was saved with ${saved}` }
        : { value: saved, because: `the file was saved with ${saved}` };
    },
    own({ answers, catalog, facts }) {
      const tag = answers.baseImage ? catalog.readTag(answers.baseImage).frameworkVersion : null;
      if (tag) return { value: tag, because: 'the base image brings it' };
      const value =
        catalog.newestRelease({ ...answers, needs: facts?.needs ?? [] }) ??
        catalog.releases(answers.framework as Answers['framework'])[0];
      return value ? { value, because: 'the newest that suits' } : null;
    },
    check(text) {
      // PEP 440 public versions, with a local label.
      if (/^\d+(\.\d+){1,3}((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z0-9.]+)?$/.test(text))
        return text;
      throw new UserError(
        `--framework-version '${shown(text)}' is no release number; write it like 2.21.0`,
      );
    },
    schema: { type: ['string', 'null'] },
  },
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
    own: () => ({ value: 'cpu', because: 'runs everywhere, and is the smallest' }),
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
    help: 'a base image of your own; its Python is taken as it is',
    message: null,
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
    check(text) {
      // Debian policy 5.6.7 and apk; a version may be pinned with `=`.
      if (/^[a-z0-9][a-z0-9+._-]{0,127}(:[a-z0-9]+)?(=[A-Za-z0-9.+:~_-]+)?$/.test(text))
        return text;
      throw new UserError(`--system '${shown(text)}' is no package name; write it like libgomp1`);
    },
    schema: { type: 'array', items: { type: 'string' } },
  },
];

/** The repository name for a model's name: lower case, no leading or doubled separators. */
export function imageNameFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
    .replace(/_{3,}/g, '__');
  return plain === '' ? 'model' : plain;
}
