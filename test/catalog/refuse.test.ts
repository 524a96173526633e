import assert from 'node:assert/strict';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import type { Wish } from '../../src/catalog/data/types.ts';
import { defaultPython, defaultRelease } from '../../src/catalog/defaults.ts';
import { refuse } from '../../src/catalog/rules/refuse.ts';
import type { OsFlavour } from '../../src/core/answers.ts';
import { FRAMEWORKS } from '../../src/core/model-facts.ts';
import { withFlag } from './with-flag.ts';

const OSES: OsFlavour[] = ['debian', 'ubuntu', 'alpine'];

describe('every rule of the catalog together', () => {
  it('lets a release that it does not know pass: the person decides', () => {
    assert.equal(
      refuse({ framework: 'tensorflow', frameworkVersion: '2.99.0', python: '3.14', os: 'debian' }),
      null,
    );
  });

  it('lets every base image pass that it knows nothing of', () => {
    assert.equal(
      refuse({ framework: 'pytorch', baseImage: 'registry.example.org/lab/base:7', python: null }),
      null,
    );
  });

  it('accepts every default combination that it proposes itself', () => {
    for (const framework of FRAMEWORKS) {
      for (const os of OSES) {
        for (const accelerator of ['cpu', 'cuda'] as const) {
          const wish: Wish = { framework, os, accelerator };
          if (refuse(wish)) continue;
          const release = defaultRelease(wish);
          const python = defaultPython({ ...wish, frameworkVersion: release?.version });
          assert.ok(framework === 'custom' || release, `${framework} on ${os}, ${accelerator}`);
          assert.ok(python, `${framework} on ${os}, ${accelerator} has a Python`);
          assert.equal(refuse({ ...wish, frameworkVersion: release?.version, python }), null);
        }
      }
    }
  });

  it('what it proposes instead is accepted', () => {
    for (const entry of offeredFrameworks()) {
      for (const release of entry.releases) {
        for (const os of OSES) {
          for (const python of ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14']) {
            const wish: Wish = {
              framework: entry.framework,
              frameworkVersion: release.version,
              os,
              python,
            };
            for (const instead of refuse(wish)?.instead ?? []) {
              const better = withFlag(wish, instead);
              const again = refuse(better);
              // One flag mends one fault; what is left must be about something else.
              if (again) assert.notEqual(again.reason, refuse(wish)?.reason, instead);
            }
          }
        }
      }
    }
  });
});
