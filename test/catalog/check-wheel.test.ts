import assert from 'node:assert/strict';
import { refuseWheel } from '../../src/catalog/check-wheel.ts';
import { resolve } from '../../src/catalog/resolve.ts';
import { type Config, SCHEMA_VERSION } from '../../src/core/answers.ts';
import type { Plan } from '../../src/core/types.ts';

function planOf(change: Partial<Config> = {}): Plan {
  const resolved = resolve({
    schemaVersion: SCHEMA_VERSION,
    model: null,
    name: 'lab',
    framework: 'custom',
    frameworkVersion: null,
    python: '3.13',
    os: 'debian',
    accelerator: 'cpu',
    baseImage: null,
    image: 'lab:0.1.0',
    pip: [],
    system: [],
    platform: null,
    specAlso: [],
    ...change,
  });
  if ('plan' in resolved) return resolved.plan;
  throw new Error(resolved.refusal.reason);
}

const ALPINE: Partial<Config> = { os: 'alpine', python: '3.14' };
const ARM: Partial<Config> = { platform: 'linux/arm64' };

describe('a wheel held against the image', () => {
  const fits: [string, Partial<Config>][] = [
    ['py3-none-any', {}],
    ['py2.py3-none-any', {}],
    ['py311-none-any', {}],
    ['cp313-cp313-manylinux_2_28_x86_64', {}],
    ['cp39-abi3-manylinux2014_x86_64', {}],
    ['cp313-none-any', {}],
    ['cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64', {}],
    ['cp313-cp313-linux_x86_64', { platform: 'linux/amd64' }],
    ['cp313-cp313-manylinux2014_aarch64', ARM],
    ['py3-none-any', ALPINE],
    ['cp314-cp314-musllinux_1_2_x86_64', ALPINE],
    ['cp310-cp310-manylinux2014_x86_64', { baseImage: 'lab/base:1', python: null }],
  ];
  for (const [tags, change] of fits) {
    it(`${tags} fits ${JSON.stringify(change)}`, () => {
      assert.equal(refuseWheel(`lab-1.0-${tags}.whl`, planOf(change)), null);
    });
  }

  const misfits: [string, Partial<Config>, RegExp, string[]][] = [
    [
      'cp39-cp39-manylinux2014_x86_64',
      {},
      /is for CPython 3\.9, and the image has CPython 3\.13$/,
      ['a wheel for cp313 or py3'],
    ],
    [
      'cp312-cp312-manylinux2014_x86_64',
      {},
      /is for CPython 3\.12, and/,
      ['--python 3.12', 'a wheel for cp313 or py3'],
    ],
    ['cp314-abi3-manylinux2014_x86_64', {}, /is for CPython 3\.14 and later, and/, []],
    ['py2-none-any', {}, /is for py2-none, and/, ['a wheel for cp313 or py3']],
    ['cp313-cp313t-manylinux_2_28_x86_64', {}, /is for the free-threaded CPython 3\.13, and/, []],
    ['pp310-pypy310_pp73-manylinux2014_x86_64', {}, /is for pp310-pypy310_pp73, and/, []],
    ['cp313-cp313-win_amd64', {}, /is for Windows, and the image is Linux$/, ['a manylinux wheel']],
    ['cp313-cp313-macosx_11_0_arm64', {}, /is for macOS, and/, ['a manylinux wheel']],
    [
      'cp313-cp313-manylinux2014_i686',
      {},
      /is for i686, and the image is for x86_64 or aarch64$/,
      [],
    ],
    [
      'cp313-cp313-manylinux_2_28_x86_64',
      ARM,
      /is for x86_64, and the image is for aarch64$/,
      ['--platform linux/amd64', 'a wheel for aarch64'],
    ],
    [
      'cp314-cp314-manylinux2014_x86_64',
      ALPINE,
      /is for the C library glibc, and the image's is musl$/,
      ['--os debian', 'a musllinux wheel'],
    ],
    [
      'cp313-cp313-musllinux_1_2_x86_64',
      {},
      /is for the C library musl, and the image's is glibc$/,
      ['a manylinux wheel'],
    ],
    [
      'cp313-cp313-manylinux_2_99_x86_64',
      {},
      /is for glibc 2\.99 and later, and the image has 2\.\d+$/,
      ['a wheel for an older glibc'],
    ],
  ];
  for (const [tags, change, reason, instead] of misfits) {
    it(`${tags} does not fit ${JSON.stringify(change)}, and what would is said`, () => {
      const refusal = refuseWheel(`lab-1.0-${tags}.whl`, planOf(change));
      assert.match(String(refusal?.reason), reason);
      for (const way of instead)
        assert.ok(refusal?.instead.includes(way), String(refusal?.instead));
      assert.notEqual(refusal?.instead.length, 0);
    });
  }
});
