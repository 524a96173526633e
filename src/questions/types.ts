/** The shape of a row in the table of answers, and of what is handed to it. */

import type { AnswerKey, AnswerRow, Answers, OsFlavour } from '../core/answers.ts';
import type { Framework, ModelFacts, ModelFormat, Need } from '../core/model-facts.ts';
import type { Refusal } from '../core/types.ts';

/** What the catalog tells the questions. */
export interface CatalogView {
  frameworks(): { value: Framework; title: string }[];
  /** Newest first. */
  releases(framework: Framework): string[];
  /** Python minor versions that a flavour has. */
  pythons(os: OsFlavour): string[];
  refuse(
    wish: Partial<Answers> & { format?: ModelFormat | null; needs?: readonly Need[] },
  ): Refusal | null;
  /** The refusal with flags that work when they are given. */
  suggest(
    wish: Partial<Answers> & { format?: ModelFormat | null; needs?: readonly Need[] },
    refusal: Refusal,
  ): Refusal;
  /** TensorFlow Lite files run on a small runtime of their own, and TensorFlow has no release then. */
  runsOnLiteRuntime(framework: Framework, format: ModelFormat | null): boolean;
  /** The newest release that suits what is settled. */
  newestRelease(answers: Partial<Answers> & { needs?: readonly Need[] }): string | null;
  /** Whether the file must meet the very release that wrote it. */
  wantsExactRelease(framework: Framework, format: ModelFormat): boolean;
  bestPython(answers: Partial<Answers>): string | null;
  /** What the tag of a given base image tells. */
  readTag(reference: string): {
    python: string | null;
    frameworkVersion: string | null;
    alpine: boolean;
    plain: boolean;
    cuda: string | null;
  };
  parseReference(text: string): { name: string; tag: string | null; digest: string | null } | null;
  compareVersions(a: string, b: string): number;
  /** What a manager calls a package that was named as only the other one does, or null. */
  foreignSystemName(name: string, manager: 'apt' | 'apk'): string | null;
}

/** What is settled when a question is put. */
export interface Context {
  answers: Partial<Answers>;
  facts: ModelFacts | null;
  /** Base name of the model's path, null without a model. */
  modelName: string | null;
  /** Base name of the target directory where one was given. */
  directoryName: string | null;
  /** A team's defaults and the file that holds them. */
  defaults: { values: Readonly<Record<string, unknown>>; from: string } | null;
  catalog: CatalogView;
}

/** A context of answers alone, for what is checked outside the interview. */
export function contextOf(
  catalog: CatalogView,
  answers: Partial<Answers>,
  facts: ModelFacts | null = null,
): Context {
  return { answers, facts, modelName: null, directoryName: null, defaults: null, catalog };
}

/** A default with its reason, which is shown beside it. */
export interface Suggestion {
  value: string | null;
  because: string;
}

export interface Choice {
  value: string;
  label: string;
  /** Why it cannot be taken; absent: it can. */
  disabled?: string;
}

/** What a value looks like in `.yo-rc.json`, as JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a row of the table suggests and checks, where its values and default do not say it all. */
export interface Behaviour {
  /** Whether it is asked at all, given the answers so far. */
  applies?(context: Context): boolean;
  choices?(context: Context): Choice[];
  /** What the model file says. */
  fromModel?(context: Context): Suggestion | null;
  /** The default where neither the model nor the team says anything; null: the answer must be given. */
  fallback?(context: Context): Suggestion | null;
  /**
   * The value as it is kept, from one text.
   * @throws UserError with what was given, why it cannot be, and what would work
   */
  check?(text: string, context: Context): string;
  /**
   * Checks texts that are newly given, all together; stored ones are not checked so.
   * @throws UserError as `check` does
   */
  checkNew?(texts: readonly string[], context: Context): void;
}

/** One row: everything that is known of one answer. */
export interface Question
  extends AnswerRow,
    Omit<Behaviour, 'fallback' | 'check'>,
    Required<Pick<Behaviour, 'fallback' | 'check'>> {
  key: AnswerKey;
  schema: JsonSchema;
}
