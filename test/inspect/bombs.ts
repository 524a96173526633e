import { deflateRawSync, gzipSync } from 'node:zlib';
import { field, join, op, zip } from './assemble.ts';

/** Files that claim or unfold to far more than they are. Each is a few megabytes at most. */
export const BOMBS: Record<string, () => Buffer> = {
  'lists in lists, a million deep': () =>
    join(op.proto(4), Buffer.alloc(1_000_000, ']'), Buffer.alloc(999_999, 'a'), op.stop),
  'tuples around one another': () =>
    join(op.proto(4), op.none, Buffer.alloc(3_000_000, 0x85), op.stop),
  'a memo without end': () =>
    join(op.proto(4), Buffer.alloc(4_000_000, ']\x94', 'latin1'), op.stop),
  'a stack without end': () => join(op.proto(4), Buffer.alloc(3_000_000, '('), op.stop),
  'a list that holds itself': () =>
    join(op.proto(4), op.emptyList, Buffer.alloc(2_000_000, '2a'), op.stop),
  'imports without end': () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `cm${index}\nn\n0`);
    return join(op.proto(4), Buffer.from(names.join('')), op.none, op.stop);
  },
  'a text of 4 GB': () => join(op.proto(4), Buffer.from('X\xff\xff\xff\xff', 'latin1'), op.stop),
  'bytes of 2^62': () => join(op.proto(4), Buffer.from('8effffffffffffff3f', 'hex'), op.stop),
  'a gzip bomb': () =>
    gzipSync(
      join(op.proto(4), Buffer.from('8e00000000ff000000', 'hex'), Buffer.alloc(300_000_000)),
      {
        level: 1,
      },
    ),
  'opcodes out of gzip': () =>
    gzipSync(join(op.proto(4), Buffer.alloc(60_000_000, 'N0'), op.stop), { level: 1 }),
  'JSON a million deep': () => keras(Buffer.alloc(2_000_000, '[')),
  'JSON of a million keys': () =>
    keras(Buffer.from(`{${Array.from({ length: 499_000 }, (_, n) => `"${n}":1`).join(',')}}`)),
  'a zip member larger than it says': () => deflated(Buffer.alloc(100_000_000, '['), 1000),
  'a zip member of 300 MB': () => deflated(Buffer.alloc(300_000_000, '['), 300_000_000),
  'members without end': () =>
    zip(
      Array.from({ length: 30_000 }, (_, index) => ({
        name: index === 0 ? 'a/data.pkl' : `a/${index}`,
        data: Buffer.from('N.'),
      })),
    ),
  'nodes without end': () => onnx(Buffer.concat(Array(1_500_000).fill(field(1, '')))),
  'inputs without end': () => onnx(Buffer.concat(Array(300_000).fill(field(11, field(1, 'x'))))),
  'graphs in graphs': () => {
    let node = field(4, 'If');
    for (let depth = 0; depth < 3000; depth++) node = field(5, field(6, field(1, node)));
    return onnx(field(1, node));
  },
  'a safetensors header of 4 GB': () =>
    join(Buffer.from('ffffffff00000000', 'hex'), Buffer.from('{"a":')),
  'GGUF keys without end': () =>
    join(
      Buffer.from('GGUF\x03\0\0\0'),
      Buffer.alloc(8),
      Buffer.from('ffffffffff000000', 'hex'),
      Buffer.concat(Array(200_000).fill(Buffer.from('0100000000000000610000000000', 'hex'))),
    ),
  'UBJSON a million deep': () => {
    const key = Buffer.from('4c000000000000000161', 'hex');
    const start = Buffer.from('{L\0\0\0\0\0\0\0\x07learner{', 'latin1');
    return join(start, Buffer.concat(Array(300_000).fill(join(key, Buffer.from('{')))));
  },
  'XGBoost JSON without its end': () => Buffer.from(`{"learner":{${'"a":[],'.repeat(2_000_000)}`),
  'LightGBM with one long line': () =>
    Buffer.from(`tree\nversion=v4\nfeature_names=${'a '.repeat(4_000_000)}`),
  'TorchScript with an open bracket': () =>
    zip([
      { name: 'a/constants.pkl', data: Buffer.from(').') },
      { name: 'a/data.pkl', data: Buffer.from('c__torch__\nN\n)\x81.', 'latin1') },
      {
        name: 'a/code/__torch__.py',
        data: Buffer.from(`class N(Module):\n  def forward(self, ${'x: Tensor, '.repeat(300_000)}`),
      },
    ]),
};

const keras = (config: Buffer) =>
  zip([
    { name: 'metadata.json', data: Buffer.from('{}') },
    { name: 'config.json', data: config },
  ]);

const onnx = (graph: Buffer) => join(field(1, 8), field(7, graph));

/** A Keras archive whose deflated configuration says that it is `claimed` bytes long. */
function deflated(config: Buffer, claimed: number): Buffer {
  const content = zip([
    { name: 'metadata.json', data: Buffer.from('{}') },
    { name: 'config.json', data: deflateRawSync(config, { level: 1 }), method: 8 },
  ]);
  // The size before compression stands at byte 24 of the member's entry in the directory.
  const entry = content.lastIndexOf('PK\x01\x02');
  content.writeUInt32LE(claimed, entry + 24);
  return content;
}
