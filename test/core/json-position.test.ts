import assert from 'node:assert/strict';
import { lineOfFault, lineOfKey } from '../../src/core/json-position.ts';

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

describe('the line at which a text stops being JSON', () => {
  const faults: [string, string, number][] = [
    ['a missing colon', '{\n  "a": 1,\n  "os" "debian",\n  "b": 2\n}\n', 3],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}\n', 3],
    ['a comma too many', '{\n  "a": 1,\n}\n', 3],
    ['a comment', '{\n  "a": 1,\n  // mine\n  "b": 2\n}\n', 3],
    ['a text without its end', '{\n  "a": "x,\n  "b": 2\n}\n', 2],
    ['a bare word', '{\n  "a": debian\n}\n', 2],
    ['text behind the end', '{\n  "a": 1\n}\n}\n', 4],
    ['a file cut short', '{\n  "a": 1,\n  "b"', 3],
    ['nothing', '', 1],
  ];
  for (const [what, text, line] of faults) {
    it(`is found for ${what}`, () => assert.equal(lineOfFault(text), line));
  }
});
