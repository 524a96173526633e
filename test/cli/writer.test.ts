import assert from 'node:assert/strict';
import { writerTo } from '../../src/cli/writer.ts';

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
