/** Reading a model matches text of strangers: no pattern of src/inspect is made of it, or is slow on it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patternsOf, slowParts } from './patterns.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['src/inspect'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

describe('regular expressions where models are read', () => {
  it('are found in all files', () => {
    const found = files.flatMap(
      (file) => patternsOf(readFileSync(join(ROOT, file), 'utf8')).literals,
    );
    assert.ok(found.length > 30, `${found.length}`);
  });

  it('are literals: no text of a file becomes one', () => {
    const made = files.flatMap((file) =>
      patternsOf(readFileSync(join(ROOT, file), 'utf8')).made.map((where) => `${file}: ${where}`),
    );
    assert.deepEqual(made, []);
  });

  it('take linear time on any text', () => {
    const slow = files.flatMap((file) =>
      patternsOf(readFileSync(join(ROOT, file), 'utf8')).literals.flatMap((pattern) =>
        slowParts(pattern).map((why) => `${file}: /${pattern.source}/${pattern.flags} ${why}`),
      ),
    );
    assert.deepEqual(slow, []);
  });
});

describe('the search for regular expressions', () => {
  it('finds each literal with its flags, also behind types and in templates', () => {
    const source = [
      'const a: Record<string, RegExp> = { x: /a[/]b/gu };',
      'const half = (count as number) / 2 / 3;',
      'const text = `${"b".replace(/c/, "")} /no pattern/`; // /none/',
    ].join('\n');
    assert.deepEqual(patternsOf(source), {
      literals: [
        { source: 'a[/]b', flags: 'gu' },
        { source: 'c', flags: '' },
      ],
      made: [],
    });
  });

  for (const [what, source] of Object.entries({
    'new RegExp': 'const x = new RegExp(name);',
    RegExp: 'const x = RegExp(name, "g");',
    'RegExp under another name': 'const Make = RegExp; new Make(name);',
    'RegExp of the global object': 'new globalThis.RegExp(name);',
    'match with a text': 'text.match(name);',
    'match with a text that is written out': 'text.match("a+");',
    matchAll: 'text.matchAll(name);',
    'search through an optional chain': 'text?.search(`${name}$`);',
  })) {
    it(`refuses ${what}`, () => assert.equal(patternsOf(source).made.length > 0, true));
  }

  it('takes match with a literal, or with a constant that is one', () => {
    const source = 'const A = /a/; text.match(A); text.match(/b/); x instanceof RegExp;';
    assert.deepEqual(patternsOf(source).made, []);
  });
});

describe('the judgement of a regular expression', () => {
  for (const slow of [
    /(a+)+$/,
    /^(a|a)*$/,
    /^(a|ab|b)*$/,
    /^(?:[^"]|.)*$/,
    /(\w+\s?)*$/,
    /\s+$/,
    /[^/]+$/,
    /^\s*\s*x/,
    /(.*)=(.*)x/,
    /a.*b.*c/,
    /(\d+)\.(\d+)/,
    /^(?=(a+)+$)b/,
    /"(?:[^"\\]|\\.)*"/,
    /^(\w+)\s*:\s*([^=]+?)\s*(=[\s\S]*)?$/,
    /^( *)([A-Za-z_][\w.-]*):(?: +(.*))?$/,
    /^(\d+(?:\.\d+){0,3})(?:[.+-]?[a-z0-9.+]*)?$/i,
  ]) {
    it(`refuses ${slow}`, () => assert.notDeepEqual(slowParts(slow), []));
  }

  for (const quick of [
    /^a+b$/,
    /^\d+$/m,
    /^[A-Za-z0-9_.-]+$/,
    /^(?:[a-z]+\.)*[a-z]+$/,
    /^\w+(\.\w+)+$/u,
    /[\p{Cc}\p{Cf}]/gu,
    /(^|\/)data\.pkl$/,
    /^"(?:[^"\\]|\\.)*"/,
    /^[^/]+\/code\/.*\.py$/,
    /\r?\n/g,
  ]) {
    it(`takes ${quick}`, () => assert.deepEqual(slowParts(quick), []));
  }
});
