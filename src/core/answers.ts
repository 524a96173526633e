/**
 * The table of answers: one row each, in the order in which they are asked. The types of the answers,
 * of the stored config and its JSON Schema, flags, prompts, `--help` and the docs follow from it; what
 * a row suggests and checks beyond its values is in `src/questions/`.
 */
import { FRAMEWORKS, type StoredModel } from './model-facts.ts';

/** The part of an answer's definition that does not depend on other answers. */
export interface AnswerRow {
  /** Without the dashes. */
  flag: string;
  /** Placeholder in `--help`. */
  argument: string;
  /** One line for `--help` and the docs. */
  help: string;
  /** The question; null if it is not asked, only given by flag. */
  message: string | null;
  /** The possible values; without them, any text that the row's check accepts. */
  values?: readonly string[];
  /** Several values: the flag may be repeated, the prompt accepts a list. */
  list?: true;
  /** May be null: it does not apply, or the catalog decides. */
  nullable?: true;
  /** The word for no value (an empty list); a list without one is only added to. */
  none?: string;
  /** The pattern of a stored text, for the JSON Schema. */
  pattern?: string;
  /** The default, if it does not depend on other answers; a null value for none. */
  default?: { value: string | null; because: string };
}

export const ANSWERS = {
  model: {
    flag: 'model',
    argument: 'PATH',
    help: 'the model: a file or a directory',
    message: 'Model (file or directory; none to add it later)',
    nullable: true,
    default: { value: null, because: 'none: add it to model/ later' },
  },
  modelBy: {
    flag: 'model-by',
    argument: 'copy|reference',
    help: 'copy the model into the folder, or leave it and mount it at run time',
    message: null,
    values: ['copy', 'reference'],
    default: { value: 'copy', because: 'the image contains the model' },
  },
  name: {
    flag: 'name',
    argument: 'NAME',
    help: "the model's name, a Python identifier",
    message: 'Name',
    pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$',
  },
  framework: {
    flag: 'framework',
    argument: FRAMEWORKS.join('|'),
    help: 'the framework that runs the model',
    message: 'Framework',
    values: FRAMEWORKS,
  },
  frameworkVersion: {
    flag: 'framework-version',
    argument: 'X.Y.Z',
    help: "the framework's release",
    message: 'Framework version',
    nullable: true,
  },
  accelerator: {
    flag: 'accelerator',
    argument: 'cpu|cuda',
    help: 'CPU, or NVIDIA GPU',
    message: 'Accelerator',
    values: ['cpu', 'cuda'],
  },
  os: {
    flag: 'os',
    argument: 'debian|ubuntu|alpine',
    help: 'the OS flavour of the base image',
    message: 'OS flavour',
    values: ['debian', 'ubuntu', 'alpine'],
  },
  /** Minor version, `3.13`; null if the given base image decides. */
  python: {
    flag: 'python',
    argument: '3.X',
    help: "Python's minor version",
    message: 'Python',
    nullable: true,
    pattern: '^3\\.\\d{1,2}$',
  },
  /** Full reference, or null for the catalog's image. */
  baseImage: {
    flag: 'base-image',
    argument: 'REF',
    help: "another base image, whose Python is used (none: the catalog's)",
    message: null,
    nullable: true,
    none: 'none',
    default: { value: null, because: 'from the catalog' },
  },
  /** `NAME:TAG` */
  image: {
    flag: 'image',
    argument: 'NAME[:TAG]',
    help: 'name and tag of the image to build',
    message: 'Image name and tag',
  },
  /** PEP 508 requirements, as given. */
  pip: {
    flag: 'pip',
    argument: 'REQ',
    help: 'a Python requirement (repeatable)',
    message: 'Further Python requirements (comma-separated)',
    list: true,
    default: { value: null, because: 'none' },
  },
  /** apt or apk packages. */
  system: {
    flag: 'system',
    argument: 'PKG',
    help: 'a system package, apt or apk (repeatable)',
    message: 'Further system packages (comma-separated)',
    list: true,
    default: { value: null, because: 'none' },
  },
  /** The target platform, as Docker names it; null for the building machine's. */
  platform: {
    flag: 'platform',
    argument: 'linux/amd64|linux/arm64',
    help: "the image's platform (none: that of the building machine)",
    message: null,
    values: ['linux/amd64', 'linux/arm64'],
    nullable: true,
    none: 'none',
    default: { value: null, because: 'that of the building machine' },
  },
  /** Further formats of the specification. */
  specAlso: {
    flag: 'spec-also',
    argument: 'boutiques,cwl',
    help: 'other runners for which the specification is written, too (none: no others)',
    message: null,
    values: ['boutiques', 'cwl'],
    list: true,
    none: 'none',
    default: { value: null, because: 'none' },
  },
} as const satisfies Record<string, AnswerRow>;

type Rows = typeof ANSWERS;
export type AnswerKey = keyof Rows;
/** Answers whose row has no values: they need a check. */
export type TextKey = {
  [K in AnswerKey]: Rows[K] extends { values: unknown } ? never : K;
}[AnswerKey];

type ValueOf<R> = R extends { values: readonly (infer V)[] } ? V : string;
type AnswerOf<R> = R extends { list: true }
  ? ValueOf<R>[]
  : R extends { nullable: true }
    ? ValueOf<R> | null
    : ValueOf<R>;

/** The answers, by flag, prompt, model file or default. */
export type Answers = { [K in AnswerKey]: AnswerOf<Rows[K]> };

/** The newest version of the stored answers; `src/config/migrate.ts` migrates older ones. */
export const SCHEMA_VERSION = 2;

/** The answers, checked: what `.yo-rc.json` stores under `generator-ml-image`. */
export type Config = {
  schemaVersion: typeof SCHEMA_VERSION;
  /** Null for none: the build stops until the user adds a model. */
  model: StoredModel | null;
} & Omit<Answers, 'model' | 'modelBy'>;

export type OsFlavour = Answers['os'];
export type Accelerator = Answers['accelerator'];
export type Platform = NonNullable<Answers['platform']>;
export type SpecForm = Answers['specAlso'][number];

/** The keys of the table, in its order. */
export const ANSWER_KEYS = Object.keys(ANSWERS) as AnswerKey[];

/** Sets an answer to a value that its row has checked. */
export function setAnswer(answers: Partial<Answers>, key: AnswerKey, value: CheckedValue): void {
  Object.assign(answers, { [key]: value });
}

/** The config of answers, its keys in the order of the table. */
export function configOf(answers: Answers, model: StoredModel | null): Config {
  const ordered: Partial<Answers> = {};
  for (const key of ANSWER_KEYS) setAnswer(ordered, key, answers[key]);
  const { model: _path, modelBy: _by, ...rest } = ordered as Answers;
  return { schemaVersion: SCHEMA_VERSION, model, ...rest };
}

/** The answers of a config. */
export function answersOf({ model, schemaVersion: _version, ...rest }: Config): Answers {
  return { ...rest, model: model?.file ?? null, modelBy: model?.by ?? 'copy' };
}

/** A value that a row's check returned. */
export type CheckedValue = string | string[] | null;
