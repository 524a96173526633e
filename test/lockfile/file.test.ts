import assert from 'node:assert/strict';
import { readLock, staleReason } from '../../src/lockfile/file.ts';
import { inputsHash } from '../../src/lockfile/inputs.ts';
import { lockText } from '../../src/render/lock.ts';

const TARGET = 'cpython-313-x86_64-linux-gnu';
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const REQUIREMENTS = '# --- framework: x\nnumpy\n# --- packages: y\nhumanize\n';
const LOCK = {
  target: TARGET,
  inputs: inputsHash(TARGET, REQUIREMENTS),
  framework: [{ requirement: 'numpy==2.4.6', hashes: [A, B] }],
  packages: [
    { requirement: 'humanize==4.12.3', hashes: [B] },
    { requirement: 'lab @ https://example.org/lab-1.0.whl', hashes: [A] },
  ],
};

describe('requirements.lock', () => {
  it('says how it is made and what from, and holds two parts', () => {
    assert.equal(
      lockText(LOCK),
      `# What requirements.txt comes to, each file by its hash. Written by \`ml-image lock\`: run it again
# after a change of requirements.txt. While this file is here, the image is built from it alone;
# delete it (\`ml-image lock --remove\`) to build from requirements.txt again.
# target: ${TARGET}
# inputs: sha256:${LOCK.inputs}

# --- framework: installed in a layer of its own
numpy==2.4.6 \\
    --hash=${A} \\
    --hash=${B}

# --- packages: installed after it
humanize==4.12.3 \\
    --hash=${B}
lab @ https://example.org/lab-1.0.whl \\
    --hash=${A}
`,
    );
  });

  for (const [title, text] of [
    ['as it is written', lockText(LOCK)],
    ['with the line ends of another system', lockText(LOCK).replaceAll('\n', '\r\n')],
  ] as const) {
    it(`is read ${title}`, () => {
      const { target, inputs } = LOCK;
      const pins = ['numpy==2.4.6', 'humanize==4.12.3'];
      assert.deepEqual(readLock(text), { target, inputs, pins });
    });
  }

  it("is told from another program's", () => {
    assert.equal(readLock(`# by pip-compile\nnumpy==2.4.6 \\\n    --hash=${A}\n`), null);
    assert.equal(readLock(''), null);
  });

  const hostile = ["numpy==1'; rm -rf /", 'numpy\nUSER 0', '--index-url https://x', 'numpy # x'];
  for (const requirement of hostile) {
    it(`cannot hold ${JSON.stringify(requirement)} as more than one requirement`, () => {
      const set = { ...LOCK, framework: [{ requirement, hashes: [A] }], packages: [] };
      try {
        const lines = lockText(set).split('\n');
        assert.equal(lines.filter((line) => !/^(#|$| {4}--hash=)/.test(line)).length, 1);
      } catch (error) {
        assert.equal((error as Error).name, 'UserError');
      }
    });
  }

  it('cannot hold a hash that is none', () => {
    const set = { ...LOCK, framework: [{ requirement: 'a==1', hashes: ['sha256:0 --no-deps'] }] };
    assert.throws(() => lockText(set), { name: 'UserError', line: /write a hash as/ });
  });

  it('fits what it was made from, and an image that nobody here knows', () => {
    const head = readLock(lockText(LOCK));
    assert.ok(head);
    assert.equal(staleReason(head, REQUIREMENTS, TARGET), null);
    assert.equal(staleReason(head, `# other words\n${REQUIREMENTS}`, null), null);
  });

  it('is stale after another requirement, or for another Python', () => {
    const head = readLock(lockText(LOCK));
    assert.ok(head);
    assert.match(staleReason(head, `${REQUIREMENTS}six\n`, TARGET) ?? '', /has changed$/);
    assert.equal(
      staleReason(head, REQUIREMENTS, 'cpython-312-x86_64-linux-gnu'),
      `it was made for ${TARGET}, but the image is cpython-312-x86_64-linux-gnu`,
    );
  });
});
