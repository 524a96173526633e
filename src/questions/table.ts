/** The table of questions: the rows of the answers with what each suggests and checks, in the order of asking. */
import {
  ANSWER_KEYS,
  ANSWERS,
  type AnswerKey,
  type AnswerRow,
  type TextKey,
} from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import { oneOf } from './choices.ts';
import { IMAGE_ROWS } from './rows-image.ts';
import { MODEL_ROWS } from './rows-model.ts';
import type { Behaviour, JsonSchema, Question } from './types.ts';

/** A row without values needs a check. */
type Behaviours = { [K in TextKey]: Behaviour & Required<Pick<Behaviour, 'check'>> } & {
  [K in Exclude<AnswerKey, TextKey>]?: Behaviour;
};

const BEHAVIOURS: Behaviours = { ...MODEL_ROWS, ...IMAGE_ROWS };

/** Every question; prompts, flags, `--help` and the docs come from here. */
export const QUESTIONS: readonly Question[] = ANSWER_KEYS.map(questionOf);

/** The question of an answer. */
export function questionFor(key: AnswerKey): Question {
  return QUESTIONS.find((question) => question.key === key) as Question;
}

function questionOf(key: AnswerKey): Question {
  const row: AnswerRow = ANSWERS[key];
  return {
    key,
    ...row,
    fallback: () => row.default ?? null,
    check: (text) => checkValue(row, text),
    ...BEHAVIOURS[key],
    schema: key === 'model' ? { type: ['object', 'null'] } : schemaOf(row),
  };
}

function checkValue({ flag, none, values = [] }: AnswerRow, text: string): string {
  if (text !== none) return oneOf(flag, values, text);
  throw new UserError(`${none} cannot be combined with other values`, {
    flag,
    hint: 'give it alone',
  });
}

/** The JSON Schema of a value in `.yo-rc.json`. */
function schemaOf({ values, list, nullable, pattern }: AnswerRow): JsonSchema {
  if (list) return { type: 'array', items: values ? { enum: values } : { type: 'string' } };
  if (values) return { enum: nullable ? [...values, null] : values };
  return { type: nullable ? ['string', 'null'] : 'string', ...(pattern ? { pattern } : {}) };
}
