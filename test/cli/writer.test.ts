import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writerTo } from '../../src/cli/writer.ts';

const BIN = fileURLToPath(new URL('../../bin/ml-image.ts', import.meta.url));
const WRITER = new URL('../../src/cli/writer.ts', import.meta.url).href;
const TSX = fileURLToPath(import.meta.resolve('tsx'));
const LINES = 40_000;

/** Makes its own stdout a pipe that does not wait, then writes far more than a pipe holds. */
const PROGRAM = `
import { Socket } from 'node:net';
import { writerTo } from '${WRITER}';
new Socket({ fd: 1, readable: false, writable: true })._handle.setBlocking(false);
const write = writerTo(1);
for (let line = 0; line < ${LINES}; line++) write('line ' + line + '\\n');
`;

/** A reader that begins only when the pipe is long full. */
const SCRIPT = '"$0" --import "$1" --input-type=module --eval "$2" | { sleep 1; cat; }';

function failing(code: string): () => number {
  return () => {
    throw Object.assign(new Error(`${code}: so it is`), { code });
  };
}

describe('what writes to stdout and stderr', () => {
  it('goes on where the system took a part of the bytes only', () => {
    const parts: string[] = [];
    const write = writerTo(1, (descriptor, bytes) => {
      assert.equal(descriptor, 1);
      parts.push(Buffer.from(bytes.subarray(0, 3)).toString());
      return Math.min(3, bytes.length);
    });
    write('a longer text');
    write('');
    assert.equal(parts.join(''), 'a longer text');
  });

  it('drops the rest without a word where its reader is gone', () => {
    let asked = 0;
    const gone = failing('EPIPE');
    const write = writerTo(2, () => {
      asked++;
      return gone();
    });
    write('one\n');
    write('two\n');
    assert.equal(asked, 1);
  });

  it('says once that nothing can be written, and of which stream', () => {
    const write = writerTo(1, failing('ENOSPC'));
    assert.throws(() => write('one\n'), {
      name: 'UserError',
      line: 'cannot write to stdout: ENOSPC: so it is',
    });
    write('two\n');
  });
});

describe('ml-image whose output nobody reads to the end', () => {
  it('ends as if it had been read, without a word', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', BIN, '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (part) => {
      err += part;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual([status, err], [0, '']);
  }).timeout(20_000);
});

describe('a reader that is slower than the command', () => {
  it('gets every line in its order, also from a pipe that does not wait', async () => {
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', SCRIPT, process.execPath, TSX, PROGRAM],
      { maxBuffer: 2 ** 24 },
    );
    const expected = Array.from({ length: LINES }, (_, line) => `line ${line}\n`).join('');
    assert.equal(stdout, expected);
  }).timeout(20_000);
});
