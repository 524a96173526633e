import assert from 'node:assert/strict';
import { readParts } from '../../src/lockfile/parts.ts';

describe('requirements.txt, read for a lock', () => {
  it('has two parts, and options beside them', () => {
    const text = [
      '\uFEFF# --- framework: PyTorch',
      '--extra-index-url https://download.pytorch.org/whl/cpu',
      'torch==2.13.0+cpu',
      '',
      '# --- packages: yours',
      'pandas>=2.2,<3  # tables',
      'uvicorn[standard]; \\',
      '  python_version >= "3.11"',
      'lab @ https://example.org/lab-1.0-py3-none-any.whl',
    ].join('\r\n');
    assert.deepEqual(readParts(text), {
      options: ['--extra-index-url https://download.pytorch.org/whl/cpu'],
      framework: ['torch==2.13.0+cpu'],
      packages: [
        'pandas>=2.2,<3',
        'uvicorn[standard];   python_version >= "3.11"',
        'lab @ https://example.org/lab-1.0-py3-none-any.whl',
      ],
    });
  });

  const wrong: [string, RegExp][] = [
    ['-r more.txt', /the build sees only requirements\.txt/],
    ['--requirement more.txt', /the build sees only requirements\.txt/],
    ['-e .', /the build sees only requirements\.txt/],
    ['lab @ git+https://example.org/lab.git@v1', /a repository has no hash; use the archive/],
    ['git+ssh://git@example.org/lab.git', /a repository has no hash/],
    ['lab @ file:///home/me/lab-1.0.whl', /put the wheel into wheels\//],
    ['./lab-1.0-py3-none-any.whl', /put the wheel into wheels\//],
    ['wheels/lab-1.0-py3-none-any.whl', /put the wheel into wheels\//],
    ['lab @ https://me:s3cret@example.org/lab-1.0.whl', /would be in requirements\.lock/],
  ];
  for (const [line, why] of wrong) {
    it(`refuses '${line.replace('s3cret', '...')}' by its line, in one line, without a password`, () => {
      assert.throws(
        () => readParts(`# a\n\n${line}\n`),
        ({ name, message }: Error) => {
          assert.equal(name, 'UserError');
          assert.match(message, /^requirements\.txt:3: '.*' cannot be locked: /);
          assert.match(message, why);
          assert.doesNotMatch(message, /s3cret|\n/);
          return true;
        },
      );
    });
  }
});
