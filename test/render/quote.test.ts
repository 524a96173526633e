import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { DockerfileParser, type Property } from 'dockerfile-ast';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import { json } from '../../src/core/text.ts';
import * as quote from '../../src/render/quote.ts';
import { hiddenText, RAW } from '../core/hidden.ts';
import { hostileText } from './hostile.ts';

const BREAK = /[\p{Cc}\u2028\u2029]/u;

/** The quoted text, or null where it was refused with one clear line. */
function quoted(how: (text: string) => string, text: string): string | null {
  try {
    return how(text);
  } catch (error) {
    assert(error instanceof UserError, `${error}`);
    assert.doesNotMatch(error.message, BREAK);
    assert.doesNotMatch(error.message, RAW);
    assert(error.message.length < 300);
    return null;
  }
}

const FUNCTIONS = {
  ...{ comment: quote.comment, dockerfileValue: quote.dockerfileValue, shell: quote.shell },
  ...{ dockerfileText: quote.dockerfileText, make: quote.make, recipe: quote.recipe },
  ...{ requirement: quote.requirement, indexUrl: quote.indexUrl, markdown: quote.markdown },
  ...{ markdownCode: quote.markdownCode, markdownCellCode: quote.markdownCellCode },
  ...{ markdownBlockLine: quote.markdownBlockLine, python: quote.python },
  json: (text: string) => json([text, { [text]: text }]).replaceAll('\n', ''),
  yaml: (text: string) => quote.yaml([text, { [text]: text }]).replaceAll('\n', ''),
};

/** The same text with half surrogates replaced, as it is after a trip through UTF-8. */
const utf8 = (text: string) => Buffer.from(text).toString();

describe('quote', () => {
  describe('oneLine', () => {
    it('shows what is not seen and keeps to one line', () => {
      assert.equal(quote.oneLine(' a\n\tb\u202ec\0 '), 'a bU+202Ec');
      assert.equal(quote.oneLine('x'.repeat(10), 5), 'xxxx…');
    });

    it('gives one line without unseen characters for any text', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const line = quote.oneLine(text);
          assert.doesNotMatch(line, BREAK);
          assert.doesNotMatch(line, RAW);
          assert(Array.from(line).length <= 300);
          assert.equal(utf8(line), line);
        }),
      );
    });
  });

  describe('every place', () => {
    for (const [name, how] of Object.entries(FUNCTIONS)) {
      it(`holds no character that steers a terminal or is not seen: ${name}`, () => {
        fc.assert(
          fc.property(hiddenText, (text) => {
            assert.doesNotMatch(quoted(how, text) ?? '', RAW);
            assert.doesNotMatch(quoted(how, `https://${text}`) ?? '', RAW);
          }),
        );
      });
    }
  });

  describe('comment', () => {
    it('never ends with a backslash, which would continue it in a Makefile', () => {
      fc.assert(fc.property(hostileText, (text) => !quote.comment(text).endsWith('\\')));
    });
  });

  describe('dockerfileValue', () => {
    it('leaves harmless values bare and escapes the others', () => {
      assert.equal(quote.dockerfileValue('/app/model/digits.keras'), '/app/model/digits.keras');
      assert.equal(quote.dockerfileValue(''), '""');
      assert.equal(quote.dockerfileValue('a b$c"d\\'), '"a b\\$c\\"d\\\\"');
    });

    it('stays one value of one instruction, and the same text, in any case', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const value = quoted(quote.dockerfileValue, text);
          if (value === null) return;
          const file = DockerfileParser.parse(`FROM scratch\nENV A=${value}\nUSER 1`);
          assert.deepEqual(
            file.getInstructions().map((instruction) => instruction.getKeyword()),
            ['FROM', 'ENV', 'USER'],
          );
          const properties: Property[] = file.getENVs()[0]?.getProperties() ?? [];
          assert.equal(properties.length, 1);
          const inner = value.startsWith('"') ? value.slice(1, -1) : value;
          assert.doesNotMatch(inner.replace(/\\[\\"$]/g, ''), /["$\\]/);
          assert.equal(inner.replace(/\\([\\"$])/g, '$1'), utf8(text));
        }),
      );
    });

    it('refuses a line break, and says so', () => {
      assert.throws(() => quote.dockerfileValue('a\nUSER 0'), {
        name: 'UserError',
        line: '"a USER 0" has a line break, a control character or an invisible character, which a Dockerfile cannot contain; remove it from the name',
      });
    });
  });

  describe('shell', () => {
    it('gives back the very text as one word of a real shell', () => {
      const texts = fc.sample(hostileText, { numRuns: 300, seed: 20261123 }).flatMap((text) => {
        const word = quoted(quote.shell, text);
        return word === null ? [] : [{ text: utf8(text), word }];
      });
      const script = texts.map(({ word }) => `printf '%s\\n' ${word}`).join('\n');
      const output = execFileSync('sh', ['-s'], { input: script, encoding: 'utf8' });
      assert.deepEqual(
        output.split('\n').slice(0, -1),
        texts.map(({ text }) => text),
      );
      assert(texts.length > 100);
    });
  });

  describe('make', () => {
    it('doubles $, escapes # and keeps what Make would strip', () => {
      assert.equal(quote.make('a$b'), 'a$$b');
      assert.equal(quote.make('a\\#b'), 'a\\\\\\#b');
      assert.equal(quote.make(' a\\'), '$(empty) a\\$(empty)');
    });

    it('leaves nothing for Make to expand but $(empty), for any text', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const value = quoted(quote.make, text);
          if (value === null) return;
          const rest = value.replace(/^\$\(empty\)|\$\(empty\)$/g, '').replaceAll('$$', '');
          assert.doesNotMatch(rest, /\$/);
          assert.doesNotMatch(rest.replace(/\\+#/g, ''), /#/);
        }),
      );
    });
  });

  describe('python', () => {
    it('is one literal on one line, whose JSON is the very text but for escapes of eight digits', () => {
      assert.equal(quote.python('a"b\\'), '"a\\"b\\\\"');
      assert.equal(quote.python('\u{e0041}\\U000e0041'), '"\\U000e0041\\\\U000e0041"');
      fc.assert(
        fc.property(hostileText, (text) => {
          const literal = quote.python(text);
          assert.doesNotMatch(literal, BREAK);
          const short = literal.replace(
            /(?<!\\)((?:\\\\)*)\\U([0-9a-f]{8})/g,
            (_, before, code) => before + String.fromCodePoint(Number.parseInt(code, 16)),
          );
          assert.equal(JSON.parse(short), text);
        }),
      );
    });
  });

  describe('json', () => {
    it('is the same data, with nothing in it that is not seen', () => {
      fc.assert(
        fc.property(fc.dictionary(hostileText, hostileText), (data) => {
          const text = json(data);
          assert.deepEqual({ ...JSON.parse(text) }, { ...data });
          assert.doesNotMatch(text.replaceAll('\n', ''), RAW);
          assert.doesNotMatch(text.replaceAll('\n', ''), BREAK);
        }),
      );
    });
  });

  describe('yaml', () => {
    it('is the same data as JSON, for any text that has UTF-8', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), (text) => {
          assert.deepEqual(JSON.parse(quote.yaml([text])), [text]);
        }),
      );
    });

    it('holds only characters that YAML allows, and no half of a pair', () => {
      // https://yaml.org/spec/1.2.2/#51-character-set
      const allowed = /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          assert.match(quote.yaml(text), allowed);
          assert.doesNotMatch(JSON.parse(quote.yaml(text)), /\p{Surrogate}/u);
        }),
      );
      assert.equal(quote.yaml('\ufffe \ud800 \\ud800'), '"\\ufffe \\ufffd \\\\ud800"\n');
    });
  });
});
