import { equal, match, rejects } from 'node:assert/strict';
import { join, op, pickle, tar, zip } from './assemble.ts';
import { fixture, inspectBytes } from './fixtures.ts';

const call = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const evil = pickle(call);

/** An array as numpy writes it. */
function npy(header: string, data: Buffer, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(header.length, 0, length.length);
  return join(
    Buffer.from(`\x93NUMPY`, 'latin1'),
    Buffer.from([version, 0]),
    length,
    Buffer.from(header, 'latin1'),
    data,
  );
}
const described = (descr: string) =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': (1,), }\n`;
const verdict = async (bytes: Buffer) => (await inspectBytes(bytes)).safety.verdict;

describe('arrays of numpy', () => {
  it('are data where they hold numbers, and no model', async () => {
    const facts = await fixture('digits.npy');
    equal(facts.format, 'unknown');
    equal(facts.safety.verdict, 'data-only');
    match(facts.warnings[0] ?? '', /NumPy arrays of numbers/);
    equal(
      await verdict(zip([{ name: 'x.npy', data: npy(described("'<f4'"), Buffer.alloc(4)) }])),
      'data-only',
    );
    const record = npy(described("[('a', '<f4'), ('Offset', '<i8')]"), Buffer.alloc(12));
    equal(await verdict(record), 'data-only');
  });

  for (const descr of [
    "'|O'",
    "'O'",
    '"|O"',
    "'\\x7cO'",
    "[('a', '|O')]",
    "'<f4', 'descr': '|O'",
    "('|O', (1,))",
  ]) {
    it(`are walked where they hold objects: ${descr}`, async () => {
      for (const version of [1, 2, 3]) {
        const array = npy(described(descr), evil, version);
        equal(await verdict(array), 'dangerous');
        equal(await verdict(zip([{ name: 'x.npy', data: array }])), 'dangerous');
        const several = [
          { name: 'a.npy', data: npy(described("'<f4'"), Buffer.alloc(4)) },
          { name: 'deep/b.npy', data: array },
        ];
        equal(await verdict(zip(several)), 'dangerous');
      }
    });
  }

  it('are walked where a member is a pickle itself', async () => {
    equal(await verdict(zip([{ name: 'x.npy', data: evil }])), 'dangerous');
    equal(await verdict(zip([{ name: 'notes.txt', data: evil }])), 'dangerous');
  });

  it('are dangerous where a stock unpickler reads them as a pickle', async () => {
    const bytes = join(Buffer.from('(S'), Buffer.from(`'x'\n0`), call, op.stop);
    equal(await verdict(bytes), 'dangerous');
  });
});

/** The oldest format of torch.save, as torch 2.13 still reads it. */
function oldest(object: Buffer, inStorages = op.none): Buffer {
  const storage = join(
    op.proto(2),
    join(op.int(11), op.text('cpu'), op.global('torch', 'FloatStorage'), Buffer.from([0x87])),
    op.stop,
  );
  const one = join(op.proto(2), op.int(1), op.stop);
  const count = Buffer.from('0100000000000000', 'hex');
  const none = join(op.proto(2), op.emptyList, inStorages, op.pop, op.stop);
  const tensor = join(
    op.proto(2),
    join(op.int(22), op.int(11), op.global('torch', 'FloatTensor'), Buffer.from([0x87])),
    op.stop,
  );
  const shape = join(Buffer.from('0100000000000000', 'hex'), count, count, Buffer.alloc(8));
  return tar([
    { name: 'pickle', data: object },
    { name: 'tensors', data: join(one, tensor, shape) },
    { name: 'storages', data: join(one, storage, count, Buffer.alloc(4), none) },
  ]);
}

describe('the oldest format of torch.save, a tar', () => {
  it('is known where it holds weights', async () => {
    const facts = await inspectBytes(oldest(join(op.proto(2), op.emptyDict, op.stop)));
    equal(facts.format, 'torch-state-dict');
    equal(facts.safety.verdict, 'known-imports');
    match(facts.savedWith ?? '', /before PyTorch 0\.1\.10/);
  });

  it('is dangerous in each of its pickles, those between raw bytes too', async () => {
    equal(await verdict(oldest(evil)), 'dangerous');
    equal(await verdict(oldest(pickle(op.emptyDict), call)), 'dangerous');
    const cut = tar(
      ['pickle', 'tensors', 'storages'].map((name) => ({ name, data: pickle(op.none) })),
    );
    equal(await verdict(cut), 'dangerous');
  });

  it('is dangerous where programs read it in different ways', async () => {
    const one = { name: 'pickle', data: pickle(op.emptyDict) };
    for (const other of [
      { ...one },
      { name: 'x', data: Buffer.alloc(0), type: '2' },
      { name: 'x', data: Buffer.from('14 path=pickle\n'), type: 'x' },
    ]) {
      equal(await verdict(tar([one, other])), 'dangerous');
    }
    equal(await verdict(join(tar([one]), evil)), 'dangerous');
  });

  it('is dangerous where its header is a pickle, or a pickle is its header', async () => {
    equal(await verdict(tar([{ name: join(call, op.stop), data: Buffer.alloc(3) }])), 'dangerous');
    const harmless = join(op.proto(2), op.none, op.stop);
    equal(await verdict(tar([{ name: harmless, data: evil }])), 'dangerous');
  });

  it('says that it is cut off', async () => {
    const whole = tar([{ name: 'pickle', data: Buffer.alloc(5000) }]);
    await rejects(inspectBytes(whole.subarray(0, 2000)), /cut off|ends inside a member/);
  });
});

/** A safetensors file with this header. */
function safetensors(header: string, data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeUInt32LE(Buffer.byteLength(header));
  return join(length, Buffer.from(header), data);
}
const tensor = (name: string, from: number, to: number, dtype = 'U8') =>
  `${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${to - from}],"data_offsets":[${from},${to}]}`;

describe('safetensors that the library refuses', () => {
  for (const [what, header, size, says] of [
    ['tensors over each other', `{${tensor('a', 0, 4)},${tensor('b', 2, 6)}}`, 6, /overlap/],
    ['a hole', `{${tensor('a', 0, 4)},${tensor('b', 6, 8)}}`, 8, /overlap, or bytes between/],
    ['a hole at the start', `{${tensor('a', 2, 4)}}`, 4, /bytes between/],
    ['bytes after the end', `{${tensor('a', 0, 4)}}`, 9, /5 bytes after its last tensor/],
    ['too few bytes', `{${tensor('a', 0, 4)}}`, 2, /download or copy it again/],
    ['a name twice', `{${tensor('a', 0, 4)},${tensor('a', 0, 4)}}`, 4, /one tensor twice/],
    ['another size', `{${tensor('a', 0, 4, 'F32')}}`, 4, /another size than its shape/],
    ['an unknown dtype', `{${tensor('a', 0, 4, 'X9')}}`, 4, /unknown dtype/],
  ] as const) {
    it(`are refused: ${what}`, async () => {
      await rejects(inspectBytes(safetensors(header, Buffer.alloc(size))), says);
    });
  }

  it('are dangerous where they are a pickle too', async () => {
    // The length's first byte is the opcode of a text that goes on to the line's end.
    const data = join(Buffer.from('\n0'), call, op.stop);
    for (const length of [0x156, 0x20056]) {
      const header = `{${tensor('a', 0, data.length)}}`.padEnd(length, ' ');
      equal(await verdict(safetensors(header, data)), 'dangerous');
      equal(await verdict(safetensors(header, Buffer.alloc(data.length))), 'data-only');
    }
  });
});

describe('GGUF', () => {
  const number = (value: number, width: 4 | 8) => {
    const bytes = Buffer.alloc(width);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: Buffer) => join(number(value.length, 8), value);
  const gguf = (tensors: number, name: Buffer, data: Buffer) =>
    join(
      join(Buffer.from('GGUF'), number(3, 4), number(tensors, 8), number(1, 8)),
      join(text(Buffer.from('general.name')), number(8, 4), text(name)),
      ...Array.from({ length: tensors }, () =>
        join(text(Buffer.from('t')), number(1, 4), number(8, 8), number(0, 4), number(0, 8)),
      ),
      data,
    );

  it('is data, and says what stands after its end', async () => {
    const facts = await inspectBytes(gguf(1, Buffer.from('x'), Buffer.alloc(10_000)));
    equal(facts.safety.verdict, 'data-only');
    match(facts.warnings.join(), /bytes after its last tensor/);
    await rejects(inspectBytes(gguf(1, Buffer.from('x'), Buffer.alloc(9))), /download or copy/);
  });

  it('is dangerous where its chat template reaches Python', async () => {
    const told = (template: string, key = 'tokenizer.chat_template') =>
      verdict(
        join(
          join(Buffer.from('GGUF'), number(3, 4), number(0, 8), number(1, 8)),
          join(text(Buffer.from(key)), number(8, 4), text(Buffer.from(template))),
        ),
      );
    const stock =
      "{% for m in messages %}{% if m['role'] == 'user' %}{{ '<|im_start|>' + m.content | trim }}{% continue %}{% endif %}{% endfor %}";
    equal(await told(stock), 'data-only');
    for (const evil of [
      '{{ [].__class__ }}',
      "{{ x | attr ('a') }}",
      '{{ ""["_" ~ "_class"] }}',
      '{{ ""["\\x5f\\x5fclass\\x5f\\x5f"] }}',
      "{{ ('%c' % 95) }}",
      '{{ lipsum }}',
    ]) {
      equal(await told(evil), 'dangerous', evil);
      equal(await told(evil, 'tokenizer.chat_template.tool_use'), 'dangerous');
      equal(await told(evil, 'general.name'), 'data-only');
    }
  });

  it('is dangerous where it is a pickle too, or a zip', async () => {
    const name = join(Buffer.from('\n0'), call, op.stop);
    equal(await verdict(gguf(0x5600, name, Buffer.alloc(64))), 'dangerous');
    const behind = zip([{ name: 'data.pkl', data: evil }]);
    equal(await verdict(join(gguf(0, Buffer.from('x'), Buffer.alloc(0)), behind)), 'dangerous');
  });
});
