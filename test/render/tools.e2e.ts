/** The quoting rules for Make, asked of a real Make; in `npm run test:e2e`, since `npm test` needs none. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import * as quote from '../../src/render/quote.ts';
import { hostileText } from './hostile.ts';

/** Texts that the rule takes, with what it makes of them. */
function taken(rule: (text: string) => string): { text: string; value: string }[] {
  return fc.sample(hostileText, { numRuns: 400, seed: 20261123 }).flatMap((text) => {
    try {
      // Half a surrogate pair has no UTF-8; it arrives as U+FFFD.
      return [{ text: Buffer.from(text).toString(), value: rule(text) }];
    } catch (error) {
      assert(error instanceof UserError);
      return [];
    }
  });
}

/** What a Makefile prints. */
const made = (makefile: string): string[] =>
  execFileSync('make', ['--silent', '-f', '-'], { input: makefile, encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);

describe('a real Make', () => {
  it('gives back the very text of a variable', () => {
    const texts = taken(quote.make);
    const lines = texts.map(({ value }, i) => `V${i} := ${value}\n$(info [$(V${i})])`);
    const expected = texts.map(({ text }) => `[${text}]`);
    assert.deepEqual(made(`empty :=\n${lines.join('\n')}\nall: ; @:\n`), expected);
    assert(texts.length > 100);
  });

  it('hands the shell the very text of a word in a recipe', () => {
    const texts = taken(quote.recipe);
    const lines = texts.map(({ value }) => `\t@printf '%s\\n' ${value}`);
    assert.deepEqual(
      made(`all:\n${lines.join('\n')}\n`),
      texts.map(({ text }) => text),
    );
  });

  it('hands the shell the very text of a quoted word in a variable', () => {
    const texts = taken((text) => quote.make(quote.shell(text)));
    const lines = texts.map(({ value }, i) => `V${i} := ${value}`);
    const recipes = texts.map((_, i) => `\t@printf '%s\\n' $(V${i})`);
    assert.deepEqual(
      made(`empty :=\n${lines.join('\n')}\nall:\n${recipes.join('\n')}\n`),
      texts.map(({ text }) => text),
    );
  });

  it('does not continue a comment', () => {
    const texts = taken(quote.comment);
    const lines = texts.map(({ value }, i) => `# ${value}\n$(info ${i})`);
    assert.deepEqual(
      made(`${lines.join('\n')}\nall: ; @:\n`),
      texts.map((_, i) => `${i}`),
    );
  });
});
