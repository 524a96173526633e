import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/ml-image.ts', import.meta.url));

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
