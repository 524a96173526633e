import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../src/inspect/read/budget.ts';
import { parseJson } from '../../src/inspect/read/json.ts';
import { ProtobufReader } from '../../src/inspect/read/protobuf.ts';
import { BufferSource } from '../../src/inspect/read/source.ts';
import { ByteStream } from '../../src/inspect/read/stream.ts';
import { readBlockMappings } from '../../src/inspect/read/yaml.ts';
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

  it('reads the block mappings of YAML', () => {
    const text =
      "a: 1\nb:\n  c: 'it''s\n    folded'\n  d: plain: text\n- list\nb2: \"q\\\"x\"\ne:\n";
    deepEqual(JSON.parse(JSON.stringify(readBlockMappings(text))), {
      a: '1',
      b: { c: "it's folded", d: 'plain: text' },
      b2: 'q"x',
      e: {},
    });
  });
});
