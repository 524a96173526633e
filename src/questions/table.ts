/**
 * The table of answers: one row each, in the order in which they are asked. Prompts, flags,
 * `--help`, the stored config's schema and the docs all come from here.
 */
import { IMAGE_ROWS } from './rows-image.ts';
import { MODEL_ROWS } from './rows-model.ts';
import type { Question } from './types.ts';

export const QUESTIONS: readonly Question[] = [...MODEL_ROWS, ...IMAGE_ROWS];
