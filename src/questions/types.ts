/** Types of the table of questions, and of the catalog as the questions use it. */

import type { AnswerKey, AnswerRow, Answers, OsFlavour } from '../core/answers.ts';
import type { Framework, ModelFacts, ModelFormat, Need } from '../core/model-facts.ts';
import type { Refusal } from '../core/types.ts';

/** Answers, possibly incomplete, with what the catalog needs to know of the model. */
export type Wish = Partial<Answers> & { format?: ModelFormat | null; needs?: readonly Need[] };

/** The catalog as the questions use it. */
export interface CatalogView {
  frameworks(): { value: Framework; title: string }[];
  /** Newest first. */
  releases(framework: Framework): string[];
  /** Python minor versions of an OS flavour. */
  pythons(os: OsFlavour): string[];
  refuse(wish: Wish): Refusal | null;
  /** The refusal with flags that would work. */
  suggest(wish: Wish, refusal: Refusal): Refusal;
  /** Whether the model runs on LiteRT, the small runtime of TensorFlow Lite, without a release of TensorFlow. */
  runsOnLiteRuntime(framework: Framework, format: ModelFormat | null): boolean;
  /** The newest release that is compatible with the answers so far. */
  newestRelease(wish: Wish): string | null;
  /** Whether a file of this format loads only with the release that saved it. */
  needsExactRelease(framework: Framework, format: ModelFormat): boolean;
  bestPython(answers: Partial<Answers>): string | null;
  /** What the tag of a base image says. */
  readTag(reference: string): {
    python: string | null;
    frameworkVersion: string | null;
    alpine: boolean;
    plain: boolean;
    cuda: string | null;
  };
  parseReference(text: string): { name: string; tag: string | null; digest: string | null } | null;
  compareVersions(a: string, b: string): number;
  /** The manager's name of a package that was given by the other manager's name, or null. */
  foreignSystemName(name: string, manager: 'apt' | 'apk'): string | null;
}

/** What is known when a question is asked. */
export interface Context {
  answers: Partial<Answers>;
  facts: ModelFacts | null;
  /** Base name of the model's path, null without a model. */
  modelName: string | null;
  /** A model that is alone in the current directory: offered, never taken unasked. */
  nearbyModel: string | null;
  /** Base name of the target directory, null if none was given. */
  directoryName: string | null;
  /** A team's defaults and the file that holds them. */
  defaults: { values: Readonly<Record<string, unknown>>; from: string } | null;
  catalog: CatalogView;
}

/** A context of answers alone, for checks outside of the interview. */
export function contextOf(
  catalog: CatalogView,
  answers: Partial<Answers>,
  facts: ModelFacts | null = null,
): Context {
  const none = { modelName: null, nearbyModel: null, directoryName: null, defaults: null };
  return { ...none, answers, facts, catalog };
}

/** A default, and the reason for it, which is shown. */
export interface Suggestion {
  value: string | null;
  because: string;
}

export interface Choice {
  value: string;
  label: string;
  /** Why it cannot be chosen; absent if it can. */
  disabled?: string;
}

/** What a value looks like in `.yo-rc.json`, as JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a row suggests and checks in addition to its values and default. */
export interface Behaviour {
  /** Whether the question applies, given the answers so far; absent if it always does. */
  applies?(context: Context): boolean;
  choices?(context: Context): Choice[];
  /** The default that the model file gives. */
  fromModel?(context: Context): Suggestion | null;
  /** The default if neither the model nor the team has one; null: the answer must be given. */
  fallback?(context: Context): Suggestion | null;
  /**
   * The stored value for one given text.
   * @throws UserError with what was given, why it is wrong, and what to type
   */
  check?(text: string, context: Context): string;
  /**
   * Checks all given texts of a list together; not called for stored ones.
   * @throws UserError as `check` does
   */
  checkNew?(texts: readonly string[], context: Context): void;
}

/** One row of the table. */
export interface Question
  extends AnswerRow,
    Omit<Behaviour, 'fallback' | 'check'>,
    Required<Pick<Behaviour, 'fallback' | 'check'>> {
  key: AnswerKey;
  schema: JsonSchema;
}
