/** Collects the answers: by flag, else prompt, else the default of the model file, the team or the table. */

import type { Answers } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import {
  type AnswerOrigin,
  type Ask,
  answerQuestion,
  type CollectOptions,
  checkGiven,
  fromTeam,
  put,
  suggest,
} from './answer.ts';
import { QUESTIONS } from './table.ts';
import type { Context, Question } from './types.ts';

export {
  type AnswerOrigin,
  type Ask,
  type CollectOptions,
  checkGiven,
  type Given,
  type Origin,
  type Prompt,
} from './answer.ts';

export interface Collected {
  answers: Answers;
  origins: AnswerOrigin[];
  facts: ModelFacts | null;
}

/**
 * Collects every answer.
 * @throws UserError if a given value is wrong, or an answer without a default is missing
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const context: Context = {
    answers: {},
    facts: null,
    modelName: null,
    nearbyModel: options.ask ? (options.nearbyModel ?? null) : null,
    directoryName: options.directoryName,
    defaults: options.defaults,
    catalog: options.catalog,
  };
  // Flags are known from the start, so that every default can depend on them.
  for (const question of QUESTIONS) {
    const value = options.given[question.key];
    if (value !== undefined) put(context, question.key, checkGiven(question, value, context));
  }
  // So are a team's answers that are never asked: a team's base image decides on Python.
  for (const question of QUESTIONS) {
    if (question.message !== null || options.given[question.key] !== undefined) continue;
    const team = fromTeam(question, context);
    if (team) put(context, question.key, team.value);
  }
  assertDefaults(options.defaults);
  const first: AnswerOrigin[] = [];
  for (const question of QUESTIONS.filter(isFirst)) {
    const answer = await answerQuestion(question, context, options);
    put(context, question.key, answer.value);
    first.push(answer);
    if (question.key === 'model' && typeof answer.value === 'string') {
      Object.assign(context, await options.inspect(answer.value));
      if (context.facts) options.onModel?.(context.facts);
    }
  }
  await options.askMore?.(context.facts);
  const rest = await answerRest(context, options);
  return {
    answers: context.answers as Answers,
    origins: [...first, ...rest],
    facts: context.facts,
  };
}

/** What only the user knows; the rest follows from the model, the team's defaults and the table. */
function isFirst({ key }: Question): boolean {
  return ['model', 'modelBy', 'name'].includes(key);
}

/** Derives the other answers, shows them all at once, and asks for those that the user wants to change. */
async function answerRest(context: Context, options: CollectOptions): Promise<AnswerOrigin[]> {
  const questions = QUESTIONS.filter((question) => !isFirst(question));
  // An answer that has no default is asked for.
  const derived = async (question: Question, isAsked: boolean) => {
    const ask = isAsked || hasNoDefault(question, context, options) ? options.ask : null;
    const answer = await answerQuestion(question, context, { ...options, ask });
    put(context, question.key, answer.value);
    return answer;
  };
  const answers: AnswerOrigin[] = [];
  for (const question of questions) answers.push(await derived(question, false));
  const wanted = options.ask ? await askWhich(answers, options.ask) : [];
  if (wanted.length === 0) return answers;
  // From the first change on, the others may follow it.
  const again: AnswerOrigin[] = [];
  for (const [at, question] of questions.entries()) {
    const before = answers[at] as AnswerOrigin;
    const stays = before.origin === 'prompt' && !wanted.includes(question.key);
    again.push(stays ? before : await derived(question, wanted.includes(question.key)));
  }
  return again;
}

function hasNoDefault(question: Question, context: Context, { given }: CollectOptions): boolean {
  if (given[question.key] !== undefined || question.message === null) return false;
  if (question.applies && !question.applies(context)) return false;
  return suggest(question, context).suggestion === null;
}

/** Shows the derived answers with their reasons, in one list; gives the keys of those to change. */
async function askWhich(answers: readonly AnswerOrigin[], ask: Ask): Promise<string[]> {
  const shownRows = answers.flatMap(({ key, value, origin, because }) => {
    const question = QUESTIONS.find((one) => one.key === key);
    if (!question?.message || origin === 'flag' || origin === 'prompt') return [];
    if (because === 'does not apply') return [];
    const text = [value ?? []].flat().join(', ') || 'none';
    return [{ key, label: question.flag, text, because: text === because ? '' : because }];
  });
  if (shownRows.length === 0) return [];
  const width = Math.max(...shownRows.map(({ label }) => label.length));
  const textWidth = Math.min(32, Math.max(...shownRows.map(({ text }) => text.length)));
  const chosen = await ask({
    name: 'change',
    kind: 'several',
    message: 'The rest follows. Change any of these?',
    default: '',
    because: 'space chooses, Enter goes on',
    choices: shownRows.map(({ key, label, text, because }) => ({
      value: key,
      label: `${label.padEnd(width)}  ${text.padEnd(textWidth)}  ${because}`.trimEnd(),
    })),
    validate: () => true,
  });
  return chosen.split('\n').filter((key) => key !== '');
}

/** Refuses unknown keys in a team's defaults, which would be ignored silently. */
function assertDefaults(defaults: Context['defaults']): void {
  const keys: string[] = QUESTIONS.map(({ key }) => key).filter((key) => key !== 'model');
  const unknown = Object.keys(defaults?.values ?? {}).find((key) => !keys.includes(key));
  if (unknown === undefined) return;
  throw new UserError(`${defaults?.from}: '${shown(unknown)}' in 'defaults' is not an answer`, {
    hint: `allowed are ${keys.join(', ')}`,
  });
}
