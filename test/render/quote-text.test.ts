import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import * as quote from '../../src/render/quote.ts';
import { RAW } from '../core/hidden.ts';
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

describe('quote: requirements, Markdown, names and paths', () => {
  describe('requirement', () => {
    it('takes what pip takes', () => {
      for (const line of [
        'pandas>=2.2,<3',
        'a[b]; python_version < "3.12"',
        'a @ https://x/y#egg=a',
      ]) {
        assert.equal(quote.requirement(` ${line} `), line);
      }
    });

    it('is one line, no option and no comment, or refused', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const line = quoted(quote.requirement, text);
          if (line === null) return;
          assert.doesNotMatch(line, BREAK);
          assert.doesNotMatch(line, /^$|^[-#]|\\$|\s#/);
        }),
      );
    });
  });

  describe('markdown', () => {
    it('escapes what would be markup, and only that', () => {
      assert.equal(quote.markdown('Keras 3.15.1, numpy<2'), 'Keras 3.15.1, numpy\\<2');
      assert.equal(quote.markdown('1. [a](b) `c` *d*'), '1\\. \\[a\\](b) \\`c\\` \\*d\\*');
      assert.equal(quote.markdown('- a'), '\\- a');
    });

    it('puts code between more backticks than it holds', () => {
      assert.equal(quote.markdownCode('a'), '`a`');
      assert.equal(quote.markdownCode('`a``'), '``` `a`` ```');
      assert.equal(quote.markdownCellCode('a|b'), '`a\\|b`');
      // A backslash before the bar would take the escape for itself.
      assert.equal(quote.markdownCellCode('a\\|b'), '`a\\ \\|b`');
      fc.assert(
        fc.property(hostileText, (text) => {
          const code = quote.markdownCode(text);
          const fence = /^`+/.exec(code)?.[0] ?? '';
          const inner: string = code.slice(fence.length, -fence.length);
          assert(code.endsWith(fence));
          assert(!Array.from(inner.matchAll(/`+/g), String).includes(fence));
          assert.doesNotMatch(code, BREAK);
        }),
      );
    });

    it('cannot close a fenced block', () => {
      fc.assert(fc.property(hostileText, (text) => !quote.markdownBlockLine(text).includes('```')));
    });
  });

  describe('names and paths', () => {
    const refused: [string, (text: string) => string, string[]][] = [
      ['imageReference', quote.imageReference, ['', 'a b', '-a', 'a\nb', 'a$b', 'é']],
      ['variableName', quote.variableName, ['', '1A', 'A B', 'A=B', 'A\n']],
      ...([null, 'apt', 'apk'] as const).map(
        (manager): [string, (text: string) => string, string[]] => [
          `systemPackage (${manager})`,
          (text) => quote.systemPackage(text, manager),
          ['', '-o', '--help', 'a;b', 'a*', 'a b', 'a\n', 'foo-', 'foo>$(id)', "foo='1'"],
        ],
      ),
      ['sitePath', quote.sitePath, ['', '/', '/a', 'a/..', '../a', 'a//b', 'a/./b', 'a\nb']],
      ['containerPath', quote.containerPath, ['', '/', 'data', '/../data', '/a b', '/a\n']],
      ['indexUrl', quote.indexUrl, ['', 'pypi.org', '-r x', 'https://a b', 'https://a\n--pre']],
    ];
    for (const [name, how, texts] of refused) {
      it(`${name} refuses what is none, with one line`, () => {
        for (const text of texts) assert.equal(quoted(how, text), null, JSON.stringify(text));
        fc.assert(
          fc.property(hostileText, (text) => {
            const value = quoted(how, text);
            if (value !== null) assert.doesNotMatch(value, BREAK);
          }),
        );
      });
    }

    it('take what is one', () => {
      assert.equal(
        quote.imageReference('a.org:5000/b/c:1.0@sha256:00'),
        'a.org:5000/b/c:1.0@sha256:00',
      );
      assert.equal(quote.systemPackage('libc6:arm64', 'apt'), 'libc6:arm64');
      assert.equal(quote.systemPackage('g++', 'apt'), 'g++');
      assert.equal(quote.systemPackage('so:libGL.so.1', 'apk'), 'so:libGL.so.1');
      assert.equal(quote.sitePath('torch/test'), 'torch/test');
      assert.equal(quote.containerPath('/data'), '/data');
    });
  });

  it("keeps apk's bounds from being a shell's redirections", () => {
    for (const text of ['libgomp>13', 'libgomp<14', 'libgomp~13', 'libgomp>=13.2_rc1-r0']) {
      assert.equal(quote.systemPackage(text, 'apk'), `'${text}'`);
    }
  });

  describe('mountField', () => {
    it("keeps a comma and a quote inside the engine's CSV", () => {
      assert.equal(quote.mountField('source=/a'), 'source=/a');
      assert.equal(quote.mountField('source=/a,"b"'), '"source=/a,""b"""');
    });
  });
});
