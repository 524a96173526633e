import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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
