import assert from 'node:assert/strict';
import { nameOf, pinsOfPip, pinsOfUv, releasesOf } from '../../src/lockfile/pins.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

/** A distribution of pip's report. */
const installed = (name: string, url: string, hashes: object, is_direct = false) => ({
  metadata: { name, version: '1.0' },
  download_info: { url, archive_info: { hashes } },
  is_direct,
});

const report = (...install: object[]) => JSON.stringify({ version: '1', install });

describe("uv's answer", () => {
  it('gives each release with the hashes of its files, sorted', () => {
    const text = [
      '# a comment',
      '--index-url https://me:pw@pypi.example.org/simple',
      'numpy==2.4.6 \\',
      `    --hash=${B} \\`,
      `    --hash=${A}`,
      'torch==2.13.0+cpu \\',
      `    --hash=${A}`,
      'lab @ https://example.org/lab-1.0-py3-none-any.whl \\',
      `    --hash=${B}`,
      '',
    ].join('\n');
    assert.deepEqual(pinsOfUv(text), [
      { requirement: 'numpy==2.4.6', hashes: [A, B] },
      { requirement: 'torch==2.13.0+cpu', hashes: [A] },
      { requirement: 'lab @ https://example.org/lab-1.0-py3-none-any.whl', hashes: [B] },
    ]);
  });

  const wrong: [string, string, RegExp][] = [
    ['without a hash', 'numpy==2.4.6\n', /the index gives no sha256 of numpy==2\.4\.6/],
    ['with a weak hash alone', 'numpy==2.4.6 \\\n    --hash=md5:00\n', /the index gives no sha256/],
    ['without a version', `numpy \\\n    --hash=${A}\n`, /'numpy' cannot be locked/],
    ['of a folder', `lab @ file:///tmp/lab \\\n    --hash=${A}\n`, /cannot be locked/],
    ['with a password', `l @ https://me:s3cret@h/l.whl \\\n    --hash=${A}\n`, /\/\/\*\*\*@h/],
  ];
  for (const [what, text, message] of wrong) {
    it(`is refused ${what}`, () => {
      assert.throws(() => pinsOfUv(text), { name: 'UserError', line: message });
      assert.throws(
        () => pinsOfUv(text),
        ({ message: said }: Error) => !said.includes('s3cret'),
      );
    });
  }
});

describe("pip's report", () => {
  it('gives releases and addresses, with the hash of the file that would be installed', () => {
    const digits = 'a'.repeat(64);
    const text = report(
      installed('numpy', 'https://me:pw@pypi.example.org/numpy.whl', { sha256: digits }),
      installed('lab', 'https://example.org/lab-1.0.whl', { md5: '0', sha256: digits }, true),
    );
    assert.deepEqual(pinsOfPip(text), [
      { requirement: 'numpy==1.0', hashes: [A] },
      { requirement: 'lab @ https://example.org/lab-1.0.whl', hashes: [A] },
    ]);
  });

  it('is refused where a file has no hash', () => {
    assert.throws(() => pinsOfPip(report(installed('lab', 'https://h/lab.whl', {}))), {
      name: 'UserError',
      line: /the index gives no sha256 of lab==1\.0/,
    });
  });
});

describe('pins', () => {
  it('are known by the normalised name', () => {
    assert.equal(nameOf('Jinja_2.Extra==1.0'), 'jinja-2-extra');
    assert.equal(nameOf('lab @ https://example.org/x.whl'), 'lab');
  });

  it('bind others by their release, not by their address', () => {
    const pins = [
      { requirement: 'numpy==1.0', hashes: [A] },
      { requirement: 'lab @ https://example.org/x.whl', hashes: [A] },
    ];
    assert.deepEqual(releasesOf(pins), ['numpy==1.0']);
  });
});
