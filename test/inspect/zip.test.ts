import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget } from '../../src/inspect/read/budget.ts';
import { BufferSource } from '../../src/inspect/read/source.ts';
import { ZipArchive } from '../../src/inspect/read/zip.ts';
import { join, op, pickle, torchZip, zip } from './assemble.ts';
import { fixture, inspectBytes } from './fixtures.ts';

const open = (bytes: Buffer) => ZipArchive.open(new BufferSource(bytes, new Budget()));
const text = (value: string) => Buffer.from(value, 'latin1');
const A = { name: 'a/data.pkl', data: text('N.') };
const B = { name: 'a/other', data: text('other content') };
const plain = zip([A, B]);
const entry = plain.indexOf('PK\x01\x02');
const end = plain.length - 22;

/** The plain zip with bytes put in, or others in their place; offsets stay as they were. */
const put = (at: number, bytes: Buffer, instead = 0) =>
  join(plain.subarray(0, at), bytes, plain.subarray(at + instead));
const number = (at: number, value: number, width: 2 | 4 = 2) => {
  const copy = Buffer.from(plain);
  copy.writeUIntLE(value, at, width);
  return copy;
};
/** Bytes before the directory, which its end record takes into account. */
const before = (extra: Buffer) => {
  const copy = put(entry, extra);
  copy.writeUInt32LE(entry + extra.length, copy.length - 6);
  return copy;
};
/** An extra field in the directory's first entry. */
const extra = (field: Buffer) => {
  const copy = put(entry + 46 + A.name.length, field);
  copy.writeUInt16LE(field.length, entry + 30);
  copy.writeUInt32LE(end - entry + field.length, copy.length - 10);
  return copy;
};
const hidden = zip([{ name: 'a/data.pkl', data: text('cos\nsystem\n.') }]);

/** Zips that programs read in different ways, and what is said of each. */
const AMBIGUOUS: Record<string, [Buffer, RegExp]> = {
  'two members of one name': [zip([A, A]), /a second member a\/data\.pkl/],
  'names that differ in case': [zip([A, { ...B, name: 'A/Data.PKL' }]), /differ in case only/],
  'a name with a backslash': [zip([A, { ...B, name: 'a\\b' }]), /backslash/],
  'a name with NUL': [zip([A, { ...B, name: 'a/b\0.txt' }]), /control characters/],
  'a name with an escape': [zip([A, { ...B, name: 'a/\x1b[2J' }]), /control characters/],
  'a name with a right-to-left mark': [zip([A, { ...B, name: 'a/\u202etxt' }]), /control/],
  'a path that leads out': [zip([A, { ...B, name: 'a/../../b' }]), /not a path in the archive/],
  'an absolute path': [zip([A, { ...B, name: '/etc/passwd' }]), /not a path in the archive/],
  'a path of a drive': [zip([A, { ...B, name: 'C:b' }]), /not a path in the archive/],
  'a path with an empty part': [zip([A, { ...B, name: 'a//b' }]), /not a path in the archive/],
  'a directory with content': [zip([A, { ...B, name: 'a/b/' }]), /marked as a directory/],
  'a member that is marked as a directory': [number(entry + 38, 0x10), /marked as a directory/],
  'a name that is no UTF-8': [
    zip([A, { ...B, name: 'a/b', flags: 0x800 }]).map((byte) =>
      byte === 0x62 ? 0xff : byte,
    ) as Buffer,
    /not UTF-8/,
  ],
  'an encrypted member': [zip([A, { ...B, flags: 1 }]), /encrypted/],
  'a compression that few read': [zip([A, { ...B, method: 14 }]), /not every program reads/],
  'another name in front of the data': [
    put(30, text('a/evil.pkl'), 10),
    /another name in the header/,
  ],
  'another compression in front': [number(8, 8), /another compression in the header/],
  'another size in front': [number(22, 1, 4), /another size in the header/],
  'other flags in front': [number(6, 0x800), /another set of flags/],
  'another checksum in front': [number(14, 7, 4), /another checksum/],
  'two sizes of a stored member': [number(entry + 24, 9, 4), /two sizes/],
  'bytes before the first member': [
    join(text('\x80\x02N.'), plain),
    /not where its end record says/,
  ],
  'bytes after the end': [join(plain, text('\x80\x02N.')), /bytes after the end record/],
  'a zip behind a zip': [join(hidden, plain), /not where its end record says/],
  'bytes between the members and the directory': [before(text('secret')), /belong to none/],
  'a hidden member before the directory': [
    before(hidden.subarray(0, hidden.indexOf('PK\x01\x02'))),
    /belong to none/,
  ],
  'a hidden directory before the directory': [before(hidden), /belong to none/],
  'members that lie over each other': [
    number(plain.indexOf('PK\x01\x02', entry + 1) + 42, 0, 4),
    /overlaps another/,
  ],
  'a member that is not where the directory says': [number(entry + 42, 3, 4), /not where/],
  'fewer members than the end record says': [number(end + 10, 1), /number of members/],
  'several disks': [number(end + 4, 1), /several disks/],
  'a member on another disk': [number(entry + 34, 1), /another disk/],
  'a second name': [
    extra(join(text('up\x0d\x00\x01\0\0\0\0'), text('a/x.json'))),
    /a second name of the member a\/data\.pkl/,
  ],
  'a damaged extra field': [extra(text('up\xff\x00\x01')), /damaged extra field/],
  'two zip64 fields': [extra(text('\x01\0\0\0\x01\0\0\0')), /two zip64 fields/],
  'a zip64 end that is not there': [number(end + 16, 0xffffffff, 4), /zip64 record/],
  'a zip64 locator without a record': [
    put(end, join(text('PK\x06\x07'), Buffer.alloc(16))),
    /zip64/,
  ],
  'sizes behind the data that differ': [
    zip([{ ...A, flags: 8 }, B]).map((byte, at) => (at >= 14 && at < 26 ? 0 : byte)) as Buffer,
    /other sizes after/,
  ],
};

describe('a zip that two programs read in different ways', () => {
  for (const [what, [bytes, says]] of Object.entries(AMBIGUOUS)) {
    it(`is dangerous: ${what}`, async () => {
      const found = await open(Buffer.from(bytes)).then(
        ({ ambiguities }) => ambiguities,
        (error: Error) => [error.message],
      );
      match(found.join('\n'), says);
      try {
        const { safety } = await inspectBytes(Buffer.from(bytes));
        equal(safety.verdict, 'dangerous');
      } catch (error) {
        equal((error as Error).name, 'UserError');
      }
    });
  }

  it('is dangerous whatever its format: Keras, numpy, any other', async () => {
    const config = { name: 'config.json', data: text('{"class_name":"Sequential","config":{}}') };
    const metadata = { name: 'metadata.json', data: text('{"keras_version":"3.15.1"}') };
    for (const members of [
      [metadata, config, config],
      [
        { name: 'x.npy', data: text('x') },
        { name: 'X.npy', data: text('x') },
      ],
      [
        { name: 'schema.json', data: text('{}') },
        { name: 'SCHEMA.json', data: text('{}') },
      ],
    ]) {
      equal((await inspectBytes(zip(members))).safety.verdict, 'dangerous');
    }
  });

  it('is dangerous behind another format', async () => {
    const header = text('{"a":{"dtype":"U8","shape":[SIZE],"data_offsets":[0,SIZE]}}');
    const content = Buffer.from(header.toString().replaceAll('SIZE', String(hidden.length)));
    const length = Buffer.alloc(8);
    length.writeUInt32LE(content.length);
    const { safety } = await inspectBytes(join(length, content, hidden));
    equal(safety.verdict, 'dangerous');
    match(safety.reasons?.join() ?? '', /a zip at the end of a file that starts as another format/);
  });
});

describe('a zip that is read in one way', () => {
  it('has nothing to be said of it, in every fixture', async () => {
    for (const name of ['state_dict.pt', 'traced.pt', 'export.pt2', 'digits.keras']) {
      ok((await fixture(name)).safety.verdict !== 'dangerous', name);
    }
  });

  it('gives back what its writers put in, stored or deflated, with sizes behind or not', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 }),
        fc.uint8Array({ maxLength: 300 }),
        async (names, content) => {
          const data = Buffer.from(content);
          const archive = await open(
            zip(names.map((name, index) => ({ name, data: index % 2 ? data : text(name) }))),
          );
          deepEqual(archive.ambiguities, []);
          deepEqual(archive.names, names);
          for (const [index, name] of names.entries()) {
            deepEqual(await archive.read(name, 1000), index % 2 ? data : text(name));
          }
        },
      ),
      { numRuns: 50 },
    ));

  it('may pad between members, as writers do that align them', async () => {
    deepEqual((await open(before(Buffer.alloc(100)))).ambiguities, []);
  });

  it('unpacks deflated members, and refuses those that are larger than they say', async () => {
    const packed = deflateRawSync(Buffer.alloc(5000, 'x'));
    const bytes = zip([{ name: 'a', data: packed, method: 8 }]);
    await rejects((await open(bytes)).read('a', 10_000), /larger than it says/);
    bytes.writeUInt32LE(5000, 22);
    bytes.writeUInt32LE(5000, bytes.indexOf('PK\x01\x02') + 24);
    equal((await (await open(bytes)).read('a', 10_000)).length, 5000);
  });

  it('is cut off, not dangerous, where its end is missing', async () => {
    for (const left of [30, end, plain.length - 1]) {
      await rejects(
        inspectBytes(plain.subarray(0, left)),
        /cut off \(it .*\); download or copy it again$/,
      );
    }
  });

  it('answers within two seconds with 65,000 members, and with zips in zips', async () => {
    const many = Array.from({ length: 65_000 }, (_, at) => ({ name: `a/${at}`, data: text('N.') }));
    let nested = torchZip(pickle(op.none));
    for (let depth = 0; depth < 50; depth++)
      nested = torchZip(pickle(op.none), { name: 'archive/x', data: nested });
    for (const bytes of [zip([A, ...many]), nested]) {
      const start = performance.now();
      await inspectBytes(bytes).catch((error: Error) => equal(error.name, 'UserError'));
      ok(performance.now() - start < 2500);
    }
  });
});
