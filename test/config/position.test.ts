import assert from 'node:assert/strict';
import { lineOfKey } from '../../src/config/position.ts';

const TEXT = `{
  "other": { "os": "x", "a": ["os", {"os": 1}] },
  "generator-ml-image": {
    "name": "a \\"os\\": b",
    "model": { "os": 1 },
    "os": "windows"
  }
}
`;

describe('the line of a key', () => {
  it('is found at its own depth only', () => {
    assert.equal(lineOfKey(TEXT, ['generator-ml-image', 'os']), 6);
    assert.equal(lineOfKey(TEXT, ['generator-ml-image']), 3);
    assert.equal(lineOfKey(TEXT, ['other', 'os']), 2);
  });

  it('is null where the key is missing', () => {
    assert.equal(lineOfKey(TEXT, ['generator-ml-image', 'python']), null);
  });
});
