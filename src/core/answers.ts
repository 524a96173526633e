/**
 * The table of answers: one row each, in the order in which they are asked. The types of the answers,
 * of the stored config and its JSON Schema, flags, prompts, `--help` and the docs follow from it; what
 * a row suggests and checks beyond its values is in `src/questions/`.
 */
import { FRAMEWORKS, type StoredModel } from './model-facts.ts';

/** What is known of an answer without looking at the others. */
export interface AnswerRow {
  /** Without the dashes. */
  flag: string;
  /** Placeholder in `--help`. */
  argument: string;
  /** One line for `--help` and the docs. */
  help: string;
  /** The question as it is asked; null: only by flag. */
  message: string | null;
  /** The values that may be chosen; without them, any text that the row's check takes. */
  values?: readonly string[];
  /** Several values: the flag may be repeated, the prompt takes a list. */
  list?: true;
  /** May be null: it does not apply, or the catalog gives it. */
  nullable?: true;
  /** The word that stands for no value (an empty list); a list without one is only added to. */
  none?: string;
  /** What a stored text matches, for the JSON Schema. */
  pattern?: string;
  /** Our own default where no other answer makes a difference; null: no value. */
  default?: { value: string | null; because: string };
}

export const ANSWERS = {
  model: {
    flag: 'model',
    argument: 'PATH',
    help: 'the model: a file or a directory',
    message: 'Model (file or directory; leave empty to add it later)',
    nullable: true,
    default: { value: null, because: 'none: add it to model/ later' },
  },
  modelBy: {
    flag: 'model-by',
    argument: 'copy|reference',
    help: 'copy the model into the folder, or leave it and mount it at run time',
    message: null,
    values: ['copy', 'reference'],
    default: { value: 'copy', because: 'the image holds the model' },
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
    help: 'what the image computes on',
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
  /** Minor version, `3.13`; null: as the given base image has it. */
  python: {
    flag: 'python',
    argument: '3.X',
    help: "Python's minor version",
    message: 'Python',
    nullable: true,
    pattern: '^3\\.\\d{1,2}$',
  },
  /** Full reference, or null: the catalog's for the other answers. */
  baseImage: {
    flag: 'base-image',
    argument: 'REF',
    help: "a base image of your own; its Python is taken as it is (none: the catalog's)",
    message: null,
    nullable: true,
    none: 'none',
    default: { value: null, because: 'the catalog has one' },
  },
  /** `NAME:TAG` */
  image: {
    flag: 'image',
    argument: 'NAME[:TAG]',
    help: 'name and tag of the image to build',
    message: 'Image name and tag',
  },
  /** PEP 508 requirements, as the person gave them. */
  pip: {
    flag: 'pip',
    argument: 'REQ',
    help: 'a Python requirement (repeatable)',
    message: 'Further Python requirements (commas between)',
    list: true,
    default: { value: null, because: 'none' },
  },
  /** apt or apk packages. */
  system: {
    flag: 'system',
    argument: 'PKG',
    help: 'a system package, apt or apk (repeatable)',
    message: 'Further system packages (commas between)',
    list: true,
    default: { value: null, because: 'none' },
  },
  /** What the image is built for, as Docker names it; null: the machine that builds it. */
  platform: {
    flag: 'platform',
    argument: 'linux/amd64|linux/arm64',
    help: "what the image is built for (none: the building machine's)",
    message: null,
    values: ['linux/amd64', 'linux/arm64'],
    nullable: true,
    none: 'none',
    default: { value: null, because: 'that of the machine that builds' },
  },
  /** Further forms in which the specification is written. */
  specAlso: {
    flag: 'spec-also',
    argument: 'boutiques,cwl',
    help: 'other runners that the specification is also written for (none: no others)',
    message: null,
    values: ['boutiques', 'cwl'],
    list: true,
    none: 'none',
    default: { value: null, because: 'none' },
  },
} as const satisfies Record<string, AnswerRow>;

type Rows = typeof ANSWERS;
export type AnswerKey = keyof Rows;
/** Answers whose row has no values: their texts need a check of their own. */
export type TextKey = {
  [K in AnswerKey]: Rows[K] extends { values: unknown } ? never : K;
}[AnswerKey];

type ValueOf<R> = R extends { values: readonly (infer V)[] } ? V : string;
type AnswerOf<R> = R extends { list: true }
  ? ValueOf<R>[]
  : R extends { nullable: true }
    ? ValueOf<R> | null
    : ValueOf<R>;

/** The answers: what was said, by flag, prompt, model file or default. */
export type Answers = { [K in AnswerKey]: AnswerOf<Rows[K]> };

/** The newest form of the stored answers; `src/config/migrate.ts` brings older ones to it. */
export const SCHEMA_VERSION = 2;

/** The answers, checked: what `.yo-rc.json` stores under `generator-ml-image`. */
export type Config = {
  schemaVersion: typeof SCHEMA_VERSION;
  /** null: left out; the build stops until a model is put there. */
  model: StoredModel | null;
} & Omit<Answers, 'model' | 'modelBy'>;

export type OsFlavour = Answers['os'];
export type Accelerator = Answers['accelerator'];
export type Platform = NonNullable<Answers['platform']>;
export type SpecForm = Answers['specAlso'][number];

/** The keys of the table, in its order. */
export const ANSWER_KEYS = Object.keys(ANSWERS) as AnswerKey[];

/** Sets an answer whose value was checked by its row. */
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

/** A value as a row's check gives it. */
export type CheckedValue = string | string[] | null;
