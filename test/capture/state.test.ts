import assert from 'node:assert/strict';
import { readState } from '../../src/capture/state.ts';

describe('capture: what the container says of itself', () => {
  it('is read as it is printed', () => {
    const one = { name: 'lab', version: '1', requested: true, requires: [], extras: ['a'] };
    const state = {
      distributions: [{ ...one, direct: null }],
      system: ['file'],
      unfetchable: [],
      files: [{ path: '/opt/x', folder: false }],
      pip: false,
    };
    assert.deepEqual(readState(JSON.stringify(state)), state);
  });

  for (const text of ['', 'null', '{}', '[]', '{"distributions": [null], "system": []}', 'boom']) {
    it(`is refused in one line where it is ${text || 'nothing'}`, () => {
      assert.throws(
        () => readState(text),
        (error: Error) => error.name === 'UserError' && !error.message.includes('\n'),
      );
    });
  }
});
