import assert from 'node:assert/strict';
import { BASE_IMAGES } from '../../src/catalog/data/base-images.ts';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import { parseReference } from '../../src/catalog/reference.ts';
import { FRAMEWORKS } from '../../src/core/model-facts.ts';
import { compareVersions, minor } from '../../src/packages/version.ts';

describe('catalog: the data', () => {
  it('has a row for every framework that can be chosen', () => {
    assert.deepEqual(
      offeredFrameworks().map(({ framework }) => framework),
      [...FRAMEWORKS],
    );
  });

  for (const entry of offeredFrameworks()) {
    describe(entry.title, () => {
      it('names its source and the day it was checked', () => {
        assert.match(entry.source.url, /^https:\/\//);
        assert.match(entry.source.checked, /^\d{4}-\d\d-\d\d$/);
      });

      it('lists releases newest first, each once', () => {
        const versions = entry.releases.map(({ version }) => version);
        assert.deepEqual(versions, [...versions].sort(compareVersions).reverse());
        assert.equal(new Set(versions).size, versions.length);
      });

      it('pins the framework exactly in every release', () => {
        for (const { version, cpu, cuda } of entry.releases) {
          for (const set of [cpu, cuda]) {
            if (set) assert.match(set.requirements[0] as string, new RegExp(`==${version}`));
          }
        }
      });

      it('says why there is no CUDA where no release has it', () => {
        assert.equal(
          entry.releases.every(({ cuda }) => cuda === null),
          entry.noCuda !== undefined,
        );
      });

      it('has the last six minor versions', () => {
        const minors = new Set(entry.releases.map(({ version }) => minor(version)));
        assert.ok(entry.framework === 'custom' || minors.size >= 6, `${[...minors]}`);
      });

      it('passes over only releases that it does not list, and says why', () => {
        for (const { version, why } of entry.passedOver ?? []) {
          assert.ok(why);
          assert.ok(!entry.releases.some((release) => release.version === version));
        }
      });
    });
  }

  it('takes CPU wheels of PyTorch from its CPU index, so that CUDA cannot slip in', () => {
    const torch = offeredFrameworks().find(({ framework }) => framework === 'pytorch');
    for (const { version, cpu } of torch?.releases ?? []) {
      assert.equal(cpu.requirements[0], `torch==${version}+cpu`);
      assert.deepEqual(cpu.indexUrls, ['https://download.pytorch.org/whl/cpu']);
    }
  });

  it('has full references for base images', () => {
    for (const { byPython } of Object.values(BASE_IMAGES)) {
      for (const reference of Object.values(byPython)) assert.ok(parseReference(reference)?.tag);
    }
  });
});

describe('catalog: image references', () => {
  const good: [string, string, string | null][] = [
    ['digits', 'digits', null],
    ['digits:0.1.0', 'digits', '0.1.0'],
    ['registry.example.org:5000/lab/digits:v1', 'registry.example.org:5000/lab/digits', 'v1'],
    ['a/b__c-d.e:T', 'a/b__c-d.e', 'T'],
  ];
  for (const [text, name, tag] of good) {
    it(`${text} is one`, () => {
      assert.deepEqual(parseReference(text), { name, tag, digest: null });
    });
  }

  it('keeps a digest apart', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    assert.deepEqual(parseReference(`python:3.13@${digest}`), {
      name: 'python',
      tag: '3.13',
      digest,
    });
  });

  for (const text of ['', 'Digits', 'a b', 'digits:', 'digits:$(x)', 'a//b', '-a', 'a\nb', '/a']) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(parseReference(text), null));
  }
});
