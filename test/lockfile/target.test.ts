import assert from 'node:assert/strict';
import { resolve } from '../../src/catalog/resolve.ts';
import { targetOf } from '../../src/catalog/target.ts';
import { type Config, SCHEMA_VERSION } from '../../src/core/answers.ts';
import type { Target } from '../../src/core/types.ts';
import { pipPlatforms, soabi, uvPlatform } from '../../src/lockfile/target.ts';

const CONFIG: Config = {
  ...{
    schemaVersion: SCHEMA_VERSION,
    model: null,
    name: 'digits',
    framework: 'custom',
    accelerator: 'cpu',
  },
  ...{ frameworkVersion: null, python: '3.13', os: 'debian', baseImage: null },
  ...{ image: 'lab/digits:0.1.0', pip: [], system: [], platform: null, specAlso: [] },
};

function target(change: Partial<Config>): Target | null {
  const resolved = resolve({ ...CONFIG, ...change });
  assert.ok('plan' in resolved);
  return targetOf(resolved.plan);
}

describe("a lock's target", () => {
  const rows: [string, Partial<Config>, string, string][] = [
    ['Debian', {}, 'cpython-313-x86_64-linux-gnu', 'x86_64-manylinux_2_40'],
    [
      'Ubuntu',
      { os: 'ubuntu', python: '3.10' },
      'cpython-310-x86_64-linux-gnu',
      'x86_64-manylinux_2_35',
    ],
    [
      'ARM machines',
      { platform: 'linux/arm64' },
      'cpython-313-aarch64-linux-gnu',
      'aarch64-manylinux_2_40',
    ],
    [
      'Alpine',
      { os: 'alpine', python: '3.14' },
      'cpython-314-x86_64-linux-musl',
      'x86_64-unknown-linux-musl',
    ],
  ];
  for (const [title, change, kind, platform] of rows) {
    it(`is known for ${title}`, () => {
      const found = target(change);
      assert.ok(found);
      assert.equal(soabi(found), kind);
      assert.equal(uvPlatform(found), platform);
    });
  }

  it("is known for the catalog's image with a digest", () => {
    const baseImage = `python:3.13-slim-trixie@sha256:${'0'.repeat(64)}`;
    assert.deepEqual(target({ baseImage }), target({}));
  });

  it('is not known for a base image from elsewhere', () => {
    assert.equal(target({ baseImage: 'registry.example.org/python:3.13', python: '3.13' }), null);
  });

  it('is every glibc up to the own for pip, the newest first, with the old names', () => {
    const arm: Target = {
      python: '3.13',
      architecture: 'aarch64',
      libc: 'glibc',
      libcVersion: '2.18',
    };
    const names = pipPlatforms(arm);
    assert.deepEqual(names.slice(0, 3), [
      'manylinux_2_18_aarch64',
      'manylinux_2_17_aarch64',
      'manylinux2014_aarch64',
    ]);
    assert.deepEqual(names.slice(-3), [
      'manylinux_2_5_aarch64',
      'manylinux1_aarch64',
      'linux_aarch64',
    ]);
    assert.equal(uvPlatform(arm), 'aarch64-manylinux_2_18');
  });
});
