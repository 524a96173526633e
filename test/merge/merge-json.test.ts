import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeJson } from '../../src/merge/merge-json.ts';
import { fastest, runs } from '../folder/memory.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const BASE = json({
  id: 'digits',
  version: '1',
  tags: ['a', 'b'],
  docker: { image: 'x', tag: '1' },
});
const NEXT = json({
  id: 'digits',
  version: '1',
  tags: ['a', 'b', 'c'],
  docker: { image: 'y', tag: '1' },
});

/** Each row: what the person did, their text, and what the merge must be. */
const CASES: [string, string, string][] = [
  [
    'left it',
    BASE,
    '{\n  "id": "digits",\n  "version": "1",\n  "tags": [\n    "a",\n    "b",\n    "c"\n  ],\n  "docker": {\n    "image": "y",\n    "tag": "1"\n  }\n}\n',
  ],
  [
    're-ordered keys, with tabs and blanks of their own',
    '{\n\t"docker" : { "tag":"1", "image":"x" },\n\n\t"tags": ["a", "b"],\n\t"version": "1",\n\t"id": "digits"\n}\n',
    '{\n\t"docker" : { "tag":"1", "image":"y" },\n\n\t"tags": ["a", "b", "c"],\n\t"version": "1",\n\t"id": "digits"\n}\n',
  ],
  [
    'wrote it on one line',
    '{"id":"digits","version":"1","tags":["a","b"],"docker":{"image":"x","tag":"1"}}',
    '{"id":"digits","version":"1","tags":["a","b","c"],"docker":{"image":"y","tag":"1"}}',
  ],
  [
    'changed other values and added keys',
    '{\n  "id": "mine",\n  "extra": [1, 2],\n  "tags": ["b", "a", "mine"],\n  "docker": {\n    "image": "x"\n  }\n}\n',
    '{\n  "id": "mine",\n  "extra": [1, 2],\n  "tags": ["b", "c", "a", "mine"],\n  "docker": {\n    "image": "y"\n  }\n}\n',
  ],
  [
    'converted it to CRLF with a byte order mark and no final newline',
    '\uFEFF{\r\n  "tags": ["c"],\r\n  "docker": {"image": "x"}\r\n}',
    '\uFEFF{\r\n  "tags": ["c"],\r\n  "docker": {"image": "y"}\r\n}',
  ],
  [
    'changed the same value',
    '{\n  "tags": [],\n  "docker": {\n    "image": "mine",\n    "tag": "1"\n  }\n}\n',
    '{\n  "tags": [\n    "c"\n  ],\n  "docker": {\n<<<<<<< yours\n    "image": "mine",\n||||||| base\n    "image": "x",\n=======\n    "image": "y",\n>>>>>>> generator\n    "tag": "1"\n  }\n}\n',
  ],
  [
    'changed the same value on one line',
    '{"tags":["a","b","c"],"docker":{"tag":"1","image":"mine"}}',
    '{"tags":["a","b","c"],"docker":{"tag":"1",\n<<<<<<< yours\n"image":"mine"\n||||||| base\n"image":"x"\n=======\n"image":"y"\n>>>>>>> generator\n}}',
  ],
];

describe('merge of JSON by key', () => {
  for (const [what, yours, expected] of CASES)
    it(`when the person ${what}`, () => assert.equal(mergeJson(BASE, yours, NEXT), expected));

  it('puts a new key after the one that it follows in the generator’s text', () => {
    const base = json({ a: 1, c: 3 });
    const next = json({ a: 1, b: { x: [1] }, c: 3 });
    assert.equal(
      mergeJson(base, '{\n    "c": 3,\n    "a": 1\n}\n', next),
      '{\n    "c": 3,\n    "a": 1,\n    "b": {\n        "x": [\n            1\n        ]\n    }\n}\n',
    );
  });

  it('removes a key that the generator does not write any more', () => {
    assert.equal(
      mergeJson(json({ a: 1, b: 2 }), json({ b: 2, a: 1 }), json({ b: 2 })),
      json({ b: 2 }),
    );
    assert.equal(mergeJson(json({ a: 1 }), json({ a: 1 }), json({})), '{}\n');
  });

  it('conflicts where one side removed what the other changed', () => {
    assert.equal(
      mergeJson(json({ a: 1, b: 1 }), json({ a: 1 }), json({ a: 1, b: 2 })),
      '{\n<<<<<<< yours\n  "a": 1\n||||||| base\n  "a": 1,\n  "b": 1\n=======\n  "a": 1,\n  "b": 2\n>>>>>>> generator\n}\n',
    );
    assert.equal(
      mergeJson(json({ a: 1, b: 1 }), json({ a: 1, b: 3 }), json({ a: 1 })),
      '{\n<<<<<<< yours\n  "a": 1,\n  "b": 3\n||||||| base\n  "a": 1,\n  "b": 1\n=======\n  "a": 1\n>>>>>>> generator\n}\n',
    );
    assert.equal(
      mergeJson(json({ a: 1, b: 1 }), json({ b: 1 }), json({ a: 2, b: 1 })),
      '{\n<<<<<<< yours\n||||||| base\n  "a": 1,\n=======\n  "a": 2,\n>>>>>>> generator\n  "b": 1\n}\n',
    );
  });

  it('keeps on one line what the person has on one line', () => {
    assert.equal(
      mergeJson(
        json({ a: [1, 2], b: { x: 1 } }),
        '{\n  "a": [1, 2],\n  "b": {"x":1}\n}\n',
        json({ a: [1, 2, 3], b: [4] }),
      ),
      '{\n  "a": [1, 2, 3],\n  "b": [4]\n}\n',
    );
  });

  it('keeps a key deleted that the person deleted', () => {
    assert.equal(
      mergeJson(json({ a: 1, b: 1 }), json({ a: 1 }), json({ a: 2, b: 1 })),
      json({ a: 2 }),
    );
  });

  it('merges arrays of objects by their name, in the person’s order', () => {
    const base = json([
      { name: 'x', size: 1 },
      { name: 'y', size: 1 },
    ]);
    const yours = json([
      { name: 'y', size: 1, mine: true },
      { name: 'x', size: 1 },
    ]);
    const next = json([
      { name: 'x', size: 2 },
      { name: 'y', size: 1 },
      { name: 'z', size: 1 },
    ]);
    const merged = [
      { name: 'y', size: 1, mine: true },
      { name: 'z', size: 1 },
      { name: 'x', size: 2 },
    ];
    assert.equal(mergeJson(base, yours, next), json(merged));
  });

  it('takes the generator’s new order of an array whose order the person left', () => {
    assert.equal(mergeJson('["a","b"]', '["a","mine","b"]', '["b","a"]'), '["b","a","mine"]');
  });

  it('takes arrays of numbers as one value', () => {
    assert.equal(mergeJson('{"s":[1,2]}', '{"s":[1,2],"m":0}', '{"s":[1,3]}'), '{"s":[1,3],"m":0}');
    assert.match(
      mergeJson('{"s":[1,2]}', '{"s":[9,2]}', '{"s":[1,3]}'),
      /^<{7} yours\n"s":\[9,2\]$/m,
    );
  });

  it('without a base takes the keys of both and conflicts on what differs', () => {
    assert.equal(mergeJson(null, json({ mine: 1 }), json({ a: 1 })), json({ mine: 1, a: 1 }));
    assert.match(mergeJson(null, json({ a: 1 }), json({ a: 2 })), /^\|{7} base\n={7}$/m);
  });

  it('merges by lines what is no JSON', () => {
    const yours = BASE.replace('"id"', '// mine\n  "id"');
    const next = BASE.replace('"tag": "1"', '"tag": "2"');
    assert.equal(mergeJson(BASE, yours, next), yours.replace('"tag": "1"', '"tag": "2"'));
    const twice = '{"a":1,"a":2}\n';
    assert.equal(mergeJson(twice, `${twice}\n`, twice), `${twice}\n`);
  });

  it('takes well under a second for 5,000 keys and 5,000 items', () => {
    const object = (from: number) =>
      json(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key ${from + at}`, at])));
    const array = (from: number) =>
      json(Array.from({ length: 5000 }, (_, at) => `item ${from + at}`));
    assert.ok(fastest(() => mergeJson(object(0), object(1), object(2500))) < 1000);
    assert.ok(fastest(() => mergeJson(array(0), array(1), array(2500))) < 1000);
  });

  it('does not run out of stack on deep nesting', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    assert.equal(mergeJson(deep, `${deep}\n`, deep), `${deep}\n`);
  });

  describe('where the generator’s values were read from this file', () => {
    const key = 'generator-ml-image';
    const merge = (base: unknown, yours: unknown, next: unknown) =>
      mergeJson(base === null ? null : json(base), json(yours), json(next), { owned: key });

    it('its values win below its key, and other generators’ keys stay', () => {
      const base = { [key]: { os: 'debian', pip: [], old: 1 } };
      const yours = {
        'generator-other': { a: 1 },
        [key]: { os: 'ubuntu', pip: ['x'], old: 1, defaults: {} },
      };
      const next = { [key]: { os: 'debian', pip: ['x', 'y'] } };
      const merged = {
        'generator-other': { a: 1 },
        [key]: { os: 'debian', pip: ['x', 'y'], defaults: {} },
      };
      assert.equal(merge(base, yours, next), json(merged));
    });

    it('answers join the defaults that stand there', () => {
      assert.equal(
        merge(null, { [key]: { defaults: { os: 'alpine' } } }, { [key]: { os: 'debian' } }),
        json({ [key]: { defaults: { os: 'alpine' }, os: 'debian' } }),
      );
    });

    it('nothing changes, byte for byte, where the values are the same', () => {
      const yours = `{ "${key}" : {"pip":[ "x" ],\n"os": "debian"} }`;
      assert.equal(
        mergeJson(null, yours, json({ [key]: { os: 'debian', pip: ['x'] } }), { owned: key }),
        yours,
      );
    });
  });

  const scalar = fc.oneof(
    fc.constantFrom(1, 2, null, true, 'a', 'b'),
    fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
  );
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), scalar, {
    maxKeys: 4,
  });
  const tree = fc.dictionary(fc.constantFrom('p', 'q', 'r'), fc.oneof(object, scalar), {
    maxKeys: 3,
  });
  const written = fc
    .tuple(tree, fc.constantFrom(0, 1, 2, 4, '\t'))
    .map(([value, indent]) => JSON.stringify(value, null, indent));
  const parsed = (text: string) => JSON.parse(text);

  it('takes the whole of a side where the other changed nothing', () => {
    const law = fc.property(written, written, (one, other) => {
      assert.deepEqual(parsed(mergeJson(one, one, other)), parsed(other));
      assert.equal(mergeJson(one, other, one), other);
      assert.equal(mergeJson(one, other, other), other);
    });
    fc.assert(law, runs());
  });

  it('gives JSON, or markers that no JSON reader takes', () => {
    const law = fc.property(written, written, written, (base, yours, next) => {
      const merged = mergeJson(base, yours, next);
      if (merged.includes('<<<<<<<')) assert.throws(() => parsed(merged));
      else parsed(merged);
    });
    fc.assert(law, runs());
  });

  it('gives JSON again when each conflict is decided for the person, or for the generator', () => {
    const law = fc.property(written, written, written, (base, yours, next) => {
      const merged = mergeJson(base, yours, next);
      for (const side of ['<<<<<<<', '=======']) {
        let at = '';
        const decided = merged.split('\n').filter((line) => {
          const marker = /^(<{7} |\|{7} |={7}$|>{7} )/.test(line);
          if (marker) at = line.startsWith('>') ? '' : line.slice(0, 7);
          return !marker && (at === '' || at === side);
        });
        parsed(decided.join('\n'));
      }
    });
    fc.assert(law, runs());
  });

  it('gives each value of the three sides where both agree or only one changed it', () => {
    const law = fc.property(object, object, object, (base, yours, next) => {
      const text = mergeJson(json(base), json(yours), json(next));
      fc.pre(!text.includes('<<<<<<<'));
      const merged = parsed(text);
      const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
      for (const key of ['a', 'b', 'c', 'd']) {
        const expected = same(base[key], yours[key]) ? next[key] : yours[key];
        assert.deepEqual(merged[key], expected);
      }
    });
    fc.assert(law, runs());
  });
});
