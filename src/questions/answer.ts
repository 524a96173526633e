/** One answer: by flag, else prompt, else the default of the model file, the team or the table. */

import { type AnswerKey, setAnswer } from '../core/answers.ts';
import { isUserError, refusalError, UserError } from '../core/errors.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import { oneEach } from '../packages/one-each.ts';
import { splitList } from '../packages/split-requirements.ts';
import { wishOf } from './choices.ts';
import { imageNameFrom } from './rows-image.ts';
import type { CatalogView, Choice, Context, Question, Suggestion } from './types.ts';

/** What was given on the command line: unchecked texts. */
export type Given = Partial<Record<AnswerKey, string | string[]>>;

/** A question, as a prompt library needs it. */
export interface Prompt {
  name: string;
  /**
   * `path`: a text that is completed as a path where that is possible; `several`: any number of
   * choices, default and answer are their values, one per line.
   */
  kind: 'text' | 'path' | 'choice' | 'several';
  message: string;
  default: string;
  /** The reason for the default. */
  because: string;
  choices?: Choice[];
  /** True, or what is wrong in one line. */
  validate(text: string): true | string | Promise<true | string>;
}

/** Asks one question; returns the text that was entered or chosen. */
export type Ask = (prompt: Prompt) => Promise<string>;

export type Origin = 'flag' | 'prompt' | 'model' | 'defaults' | 'table';

/** One answer and where it came from, for the report. */
export interface AnswerOrigin {
  key: AnswerKey;
  value: string | string[] | null;
  origin: Origin;
  because: string;
}

export interface CollectOptions {
  given: Given;
  /** Null to ask nothing. */
  ask: Ask | null;
  catalog: CatalogView;
  defaults: Context['defaults'];
  directoryName: string | null;
  /** A model that is alone in the current directory: the default of the first prompt. */
  nearbyModel?: string | null;
  /** Reads a model file; throws a UserError if it cannot be read. */
  inspect(path: string): Promise<{ facts: ModelFacts; modelName: string }>;
  /** Called once the model was chosen and read, before the next question. */
  onModel?(facts: ModelFacts): void;
  /** Throws a UserError if no folder of this name can be made. */
  checkName?(name: string): void;
  /** Asks what is no answer of the table, once model and name are known. */
  askMore?(facts: ModelFacts | null): Promise<void>;
}

/** Answers one question, given the answers so far. */
export async function answerQuestion(
  question: Question,
  context: Context,
  options: CollectOptions,
): Promise<AnswerOrigin> {
  const { key } = question;
  const given = options.given[key];
  if (given !== undefined) {
    return {
      key,
      // Checked again: an answer on which it depends may be known only now, such as the OS of packages.
      value: question.checkNew
        ? checkGiven(question, given, context)
        : (context.answers[key] ?? null),
      origin: 'flag',
      because: `--${question.flag}`,
    };
  }
  if (question.applies && !question.applies(context)) {
    return { key, value: null, origin: 'table', because: 'does not apply' };
  }
  const { suggestion, origin } = suggest(question, context);
  if (options.ask && question.message !== null) {
    const text = await options.ask(promptFor(question, context, suggestion, options));
    const value = isNone(question, text)
      ? null
      : checkGiven(question, question.list ? [text] : text, context);
    return { key, value: question.list ? (value ?? []) : value, origin: 'prompt', because: '' };
  }
  if (!suggestion) {
    const wish = wishOf(context);
    const refusal = context.catalog.refuse(wish);
    if (refusal) throw refusalError(context.catalog.suggest(wish, refusal));
    throw new UserError(`no ${key} was given, and there is no default`, {
      hint: `give --model PATH or --${question.flag} ${question.argument}`,
    });
  }
  const { value, because } = suggestion;
  return { key, value: question.list ? splitList(question.key, value) : value, origin, because };
}

/** The default and where it comes from: the model file, the team's defaults, or the table. */
export function suggest(
  question: Question,
  context: Context,
): { suggestion: Suggestion | null; origin: Origin } {
  const fromModel = question.fromModel?.(context);
  if (fromModel) return { suggestion: fromModel, origin: 'model' };
  const team = fromTeam(question, context);
  if (team) return { suggestion: team, origin: 'defaults' };
  return { suggestion: question.fallback(context), origin: 'table' };
}

/** A team's default for an answer, checked; null where it has none. */
export function fromTeam(question: Question, context: Context): Suggestion | null {
  const value = context.defaults?.values[question.key];
  if (value === undefined || value === null || !context.defaults) return null;
  const { from } = context.defaults;
  const texts = Array.isArray(value) ? value : [value];
  try {
    if (
      !texts.every((text) => typeof text === 'string') ||
      (Array.isArray(value) && !question.list)
    ) {
      throw new UserError(
        `'${question.key}' must be ${question.list ? 'a list of strings' : 'a string'}`,
      );
    }
    const text = texts.join(', ');
    // A team's registry is a prefix, to which the model's name is added.
    const full =
      question.key === 'image' && text.endsWith('/')
        ? `${text}${imageNameFrom(context.answers.name ?? 'model')}:0.1.0`
        : text;
    const good = checkGiven(question, question.list ? (texts as string[]) : full, context);
    return { value: Array.isArray(good) ? good.join(', ') : good, because: `from ${from}` };
  } catch (error) {
    if (isUserError(error)) throw error.at(from, error.flag);
    throw error;
  }
}

function promptFor(
  question: Question,
  context: Context,
  suggestion: Suggestion | null,
  options: CollectOptions,
): Prompt {
  const choices = question.choices?.(context);
  return {
    name: question.key,
    kind: choices ? 'choice' : question.key === 'model' ? 'path' : 'text',
    message: question.message ?? question.help,
    default: suggestion?.value ?? '',
    because: suggestion?.because ?? '',
    ...(choices ? { choices: withDefault(choices, suggestion) } : {}),
    async validate(text) {
      try {
        if (text !== '' || !question.list) {
          if (question.key === 'model' && isNone(question, text)) return true;
          checkGiven(question, question.list ? [text] : text, context);
        }
        if (question.key === 'model' && text !== '') await options.inspect(text);
        if (question.key === 'name') options.checkName?.(text);
        return true;
      } catch (error) {
        if (isUserError(error)) return error.line;
        throw error;
      }
    },
  };
}

/** Whether an answer at a prompt means none; a default could not be refused by an empty line. */
function isNone({ key }: Question, text: string): boolean {
  return text === '' || (key === 'model' && text === 'none');
}

/** The choices, with the default first if it is not among them, such as a release that is not in the catalog. */
function withDefault(choices: Choice[], suggestion: Suggestion | null): Choice[] {
  const value = suggestion?.value;
  if (!value || choices.some((choice) => choice.value === value)) return choices;
  return [{ value, label: `${value} (${suggestion?.because})` }, ...choices];
}

/**
 * The answer for a given value: one text, or a list for a list question; null if the value is the
 * question's word for none.
 * @throws UserError if a text is wrong, or a single answer or one package was given twice
 */
export function checkGiven(
  question: Question,
  value: string | string[],
  context: Context,
): string | string[] | null {
  if (question.list) {
    const texts = Array.isArray(value) ? value : [value];
    const parts = texts.flatMap((text) => splitList(question.key, text));
    if (parts.length === 1 && parts[0] === question.none) return [];
    const checked = oneEach(question.key, [
      ...new Set(parts.map((part) => question.check(part, context))),
    ]);
    question.checkNew?.(checked, context);
    return checked;
  }
  if (Array.isArray(value)) {
    throw new UserError(
      `--${question.flag} was given ${value.length} times (${value.map(shown).join(', ')})`,
      { hint: 'give it once' },
    );
  }
  return value === question.none ? null : question.check(value, context);
}

/** Records an answer in the context. */
export function put(context: Context, key: AnswerKey, value: string | string[] | null): void {
  setAnswer(context.answers, key, value);
}
