import assert from 'node:assert/strict';
import { answerText, inquirerQuestion } from '../../src/cli/inquirer.ts';
import type { Prompt } from '../../src/questions/collect.ts';
import { EVERY_HIDDEN, RAW } from '../core/hidden.ts';

const prompt: Prompt = {
  name: 'task',
  kind: 'text',
  message: `about ${EVERY_HIDDEN}`,
  default: 'a\u202eb',
  because: `from ${EVERY_HIDDEN}`,
  choices: [
    { value: 'a\u00adb', label: `one ${EVERY_HIDDEN}`, disabled: EVERY_HIDDEN },
    { value: 'c', label: 'other' },
  ],
  validate: (text) => text === 'a\u202eb' || `not ${EVERY_HIDDEN}`,
};

/** All texts of a question that a terminal prints. */
function printed(question: Record<string, unknown>): string[] {
  const choices = (question.choices ?? []) as { name: string; disabled?: string }[];
  const shown = [question.message, ...choices.flatMap(({ name, disabled }) => [name, disabled])];
  return [...shown, question.type === 'input' ? question.default : ''].map(String);
}

describe('a prompt', () => {
  for (const kind of ['text', 'choice', 'several'] as const) {
    it(`prints nothing that steers a terminal: ${kind}`, () => {
      for (const text of printed(inquirerQuestion({ ...prompt, kind }))) {
        assert.doesNotMatch(text, RAW);
      }
    });
  }

  it('gives its default as it was, although it is printed with escapes', async () => {
    const question = inquirerQuestion(prompt);
    assert.ok('validate' in question);
    assert.equal(question.default, 'a\\u202eb');
    assert.equal(answerText(question.default, prompt), 'a\u202eb');
    const validate = question.validate as (text: string) => Promise<true | string>;
    assert.equal(await validate(' a\\u202eb'), true);
    assert.doesNotMatch(String(await validate('x')), RAW);
  });

  it('gives what was typed or chosen', () => {
    assert.equal(answerText(' b ', prompt), 'b');
    assert.equal(answerText(['a\u00adb', 'c'], { ...prompt, kind: 'several' }), 'a\u00adb\nc');
    assert.equal(answerText(undefined, { ...prompt, default: '' }), '');
  });
});
