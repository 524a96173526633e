/** What apt and apk take for a package, and which entries are the same one. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { view } from '../../src/catalog/view.ts';
import type { OsFlavour } from '../../src/core/answers.ts';
import type { UserError } from '../../src/core/errors.ts';
import {
  isSystemPackage,
  packageIdentity,
  packageName,
} from '../../src/packages/system-package.ts';
import { matchSystemPackages } from '../../src/questions/package-list.ts';
import { QUESTIONS } from '../../src/questions/table.ts';
import { contextOf, type Question } from '../../src/questions/types.ts';
import { systemPackage } from '../../src/render/quote.ts';

const row = QUESTIONS.find(({ key }) => key === 'system') as Question;

function refusal(texts: string[], os: OsFlavour | undefined): string | null {
  const context = contextOf(view, os ? { os } : {});
  try {
    for (const text of texts) row.check(text, context);
    row.checkNew?.(texts, context);
    return null;
  } catch (error) {
    return (error as UserError).line;
  }
}

const TAKEN: Record<'apt' | 'apk', string[]> = {
  apt: ['g++', 'libstdc++6', 'libc6:amd64', 'vim=2:9.1', 'libglib2.0-0', 'a1=1.0~rc1-1+b2'],
  apk: [
    'R',
    'foo_bar',
    'foo=1.0_rc1-r2',
    'libgomp=13.2.1_git20240309-r0',
    'libgomp~13',
    'libgomp=~13.2',
    'libgomp>13',
    'libgomp<=13.2-r0',
    'so:libGL.so.1',
    'cmd:bash',
    'pc:gtk+-3.0',
  ],
};

const REFUSED: Record<'apt' | 'apk', string[]> = {
  apt: [
    'foo-',
    'foo=1.0-',
    'foo-:amd64',
    'libc6=2.36:amd64',
    'foo_bar',
    'Foo',
    'a',
    'foo>1',
    '-o',
    'cmd:bash',
  ],
  apk: ['foo-', 'libc6:amd64', 'foo=', 'foo>', 'foo>>1', 'foo=2:1', 'foo@edge', '.virtual', '!foo'],
};

for (const [manager, os] of [
  ['apt', 'debian'],
  ['apk', 'alpine'],
] as const) {
  describe(`a package for ${manager}`, () => {
    for (const text of TAKEN[manager]) {
      it(`${text} is one`, () => {
        assert.equal(refusal([text], os), null);
        assert.equal(refusal([text], undefined), null, 'and may be one while the flavour is open');
      });
    }
    for (const text of REFUSED[manager]) {
      it(`${text} is none`, () => {
        assert.match(refusal([text], os) ?? '', /^--system '.*' is not a package name/);
      });
    }
    it('is the same for the question and for the Dockerfile', () => {
      const pieces = fc.constantFrom(...'aZ09+-._:=~<>;$ \n', 'so:', 'cmd:', 'lib', '=1.0', '-r0');
      const text = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(text, (given) => {
          const taken = isSystemPackage(given, manager);
          assert.equal(refusal([given], os) === null, taken);
          if (!taken) assert.throws(() => systemPackage(given, manager), /is not a package name/);
          else assert.match(systemPackage(given, manager), /^('[^']+'|[\w@%+=:,./-]+)$/);
        }),
      );
    });
  });
}

describe("the other manager's names", () => {
  const cases: [OsFlavour, string[], RegExp | null][] = [
    ['alpine', ['libgomp1'], /^libgomp1 is called libgomp by apk; use libgomp$/],
    [
      'alpine',
      ['git', 'libgl1', 'xz-utils'],
      /^libgl1, xz-utils are called mesa-gl, xz by apk; use mesa-gl xz$/,
    ],
    ['debian', ['libgomp'], /^libgomp is called libgomp1 by apt; use libgomp1$/],
    ['ubuntu', ['build-base'], /^build-base is called build-essential by apt/],
    ['debian', ['libgomp1:amd64', 'pkgconf'], null],
    ['alpine', ['openssh-client'], null],
  ];
  for (const [os, texts, message] of cases) {
    it(`${texts.join(' ')} on ${os} ${message ? 'is refused, with the right ones' : 'is taken'}`, () => {
      const said = refusal(texts, os);
      if (message) assert.match(said ?? '', message);
      else assert.equal(said, null);
    });
  }
});

describe('the same package', () => {
  it('is one by name and architecture, whatever its version', () => {
    for (const [text, identity, name] of [
      ['libc6:amd64=2.36-9', 'libc6:amd64', 'libc6'],
      ['libgomp~13', 'libgomp', 'libgomp'],
      ['cmd:bash', 'cmd:bash', 'cmd:bash'],
      ['so:libGL.so.1>1', 'so:libGL.so.1', 'so:libGL.so.1'],
    ] as const) {
      assert.deepEqual([packageIdentity(text), packageName(text)], [identity, name]);
    }
  });

  it('is meant in every architecture by its plain name, and in one by that', () => {
    const list = ['libc6:amd64', 'libc6:i386=2.36-9', 'cmd:ls', 'cmd:bash'];
    assert.deepEqual(matchSystemPackages(list, ['libc6']), ['libc6:amd64', 'libc6:i386=2.36-9']);
    assert.deepEqual(matchSystemPackages(list, ['libc6:i386', 'cmd:ls']), ['libc6:i386', 'cmd:ls']);
  });
});
