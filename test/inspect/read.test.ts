import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../src/inspect/read/budget.ts';
import { parseJson } from '../../src/inspect/read/json.ts';
import { ProtobufReader } from '../../src/inspect/read/protobuf.ts';
import { BufferSource } from '../../src/inspect/read/source.ts';
import { ByteStream } from '../../src/inspect/read/stream.ts';
import { readYaml } from '../../src/inspect/read/yaml.ts';
import { field, join } from './assemble.ts';

describe('reading bytes', () => {
  it('gives the same bytes through a stream, however they come and are asked for', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 })), { maxLength: 20 }),
        async (content, sizes, steps) => {
          const whole = Buffer.from(content);
          async function* pieces() {
            let at = 0;
            for (const size of sizes) {
              yield whole.subarray(at, at + size);
              at += size;
            }
            yield whole.subarray(at);
          }
          for (const stream of [
            ByteStream.from(pieces(), new Budget()),
            ByteStream.of(new BufferSource(whole)),
          ]) {
            let at = 0;
            for (const [skip, length] of steps) {
              equal(stream.position, at);
              if (skip) {
                const within = await stream.skip(length);
                equal(within, at + length <= whole.length);
                if (!within) break;
              } else {
                await stream.fill(length);
                const got = stream.window.subarray(stream.at, stream.at + length);
                deepEqual(Buffer.from(got), whole.subarray(at, at + length));
                stream.at += got.length;
                if (got.length < length) break;
              }
              at += length;
            }
          }
        },
      ),
    ));

  it('reads back the fields of any protobuf message', () => {
    const value = fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
      fc.maxSafeInteger(),
      fc.string({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 28 }), value), { maxLength: 20 }),
        (fields) => {
          const reader = new ProtobufReader(
            new BufferSource(join(...fields.map(([number, content]) => field(number, content)))),
          );
          const read = [...reader.fields()].map((each) => [
            each.number,
            each.wire === 0 ? each.value : reader.text(each),
          ]);
          deepEqual(read, fields);
        },
      ),
    );
  });

  it('never reads outside of a source', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        fc.integer(),
        fc.integer(),
        (bytes, at, length) => {
          const source = new BufferSource(Buffer.from(bytes));
          if (at >= 0 && length >= 0 && at + length <= bytes.length) {
            deepEqual(source.read(at, length), Buffer.from(bytes).subarray(at, at + length));
          } else throws(() => source.read(at, length), { name: 'Malformed' });
        },
      ),
    ));

  it('reads any message bytes to an end or a Malformed', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          for (const each of new ProtobufReader(new BufferSource(Buffer.from(bytes))).fields()) {
            equal(each.end <= bytes.length, true);
          }
        } catch (error) {
          equal((error as Error).name, 'Malformed');
        }
      }),
    ));

  it('parses JSON, and refuses what is none or has too many parts', () => {
    deepEqual(parseJson(Buffer.from('{"a": [1]}'), 'x'), { a: [1] });
    throws(() => parseJson(Buffer.from('{'), 'x.json'), {
      message: 'has a x.json that is not JSON',
    });
    throws(() => parseJson(Buffer.alloc(600_000, '['), 'x'), /more parts/);
  });

  it('reads YAML as PyYAML does: anchors, merges, flow style and quoted keys; scalars are text', () => {
    const text =
      "a: 1.10\nbase: &b {x: 'it''s\n  folded', y: null}\nc:\n  <<: *b\n  \"y\\x41\": [p, q]\n  ? k\n  : v\n";
    const yaml = readYaml(text, new Budget());
    deepEqual(yaml.value, {
      a: '1.10',
      base: { x: "it's folded", y: 'null' },
      c: { x: "it's folded", y: 'null', yA: ['p', 'q'], k: 'v' },
    });
    deepEqual(
      yaml.entries.filter(({ path }) => path[0] === 'c').map(({ key }) => key),
      ['<<', 'yA', 'k'],
    );
  });

  it('keeps the entries that a later one of the same key hides, and names tags', () => {
    const yaml = readYaml('a: x\na: y\nb: !!python/name:os.system z\n', new Budget());
    deepEqual(
      yaml.entries.map(({ key, value }) => [key, value]),
      [
        ['a', 'x'],
        ['a', 'y'],
        ['b', 'z'],
      ],
    );
    deepEqual(yaml.tags, ['tag:yaml.org,2002:python/name:os.system']);
  });

  for (const [what, text] of Object.entries({
    'what is no YAML': 'a: "b\n',
    'two documents': 'a: 1\n---\nb: 2\n',
    'a line break of PyYAML alone': 'a: x\u2028loader_module: evil\n',
    'a lone carriage return': 'a: x\rb: y\n',
    'too many parts': ':\n'.repeat(40_000),
    'anchors that unfold': `a: &a [x, x, x, x]\n${[...'bcdefghij']
      .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]`)
      .join('\n')}`,
  })) {
    it(`refuses YAML that is ${what}`, () => {
      throws(
        () => readYaml(text, new Budget()),
        (error: Error) => error.name === 'Malformed',
      );
    });
  }

  it('reads JSON as Python does: NaN, Infinity, marks, UTF-16 and UTF-32, the last of equal keys', () => {
    const text = '{"a":NaN,"b":[-Infinity,Infinity,-1],"c":"NaN \\" Infinity","a":{"k":"v"}}';
    const right = { a: { k: 'v' }, b: [null, null, -1], c: 'NaN " Infinity' };
    const utf16 = Buffer.from(text, 'utf16le');
    const swapped = Buffer.from(utf16).swap16();
    const utf32 = Buffer.alloc(text.length * 4);
    for (let at = 0; at < text.length; at++) utf32.writeUInt32LE(text.charCodeAt(at), at * 4);
    const big = Buffer.from(utf32).swap32();
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\u{feff}${text}`),
      utf16,
      Buffer.from(`\u{feff}${text}`, 'utf16le'),
      swapped,
      utf32,
      big,
    ]) {
      deepEqual(parseJson(bytes, 'text'), right);
    }
    for (const bad of ['{"a": -NaN}', '{a: 1}', '{"a":1,}', '[NaN', 'Infinity Infinity']) {
      throws(() => parseJson(Buffer.from(bad), 'text'), /that is not JSON/);
    }
  });

  it('reads any JSON value as JSON.parse does', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        deepEqual(
          parseJson(Buffer.from(JSON.stringify(value)), 'text'),
          JSON.parse(JSON.stringify(value)),
        );
      }),
    ));
});
