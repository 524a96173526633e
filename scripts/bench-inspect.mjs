/**
 * Measures inspecting a file of 5 GB of each large format: time and memory on top of bare node.
 *
 *   npm run build && node scripts/bench-inspect.mjs
 *
 * The files are sparse, so that they take no room. Each figure is the median of five runs of a
 * process of its own, `ml-image inspect --json`, the start of the command included.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const command = path.join(root, 'dist/bin/ml-image.cjs');
if (!existsSync(command)) {
  console.error('bench-inspect: dist is not built; run npm run build first');
  process.exit(1);
}

const GIGABYTES = 5;
const SIZE = GIGABYTES * 2 ** 30;
const RUNS = 5;

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text64 = (text) => Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)]);

/** Writes pieces at positions of a file that is otherwise a hole. */
function sparse(file, size, pieces) {
  const descriptor = openSync(file, 'w');
  for (const [at, bytes] of pieces) writeSync(descriptor, bytes, 0, bytes.length, at);
  closeSync(descriptor);
  truncateSync(file, size);
}

function safetensors(file) {
  const count = 1000;
  const each = Math.floor(SIZE / count);
  const tensors = Array.from({ length: count }, (_, index) => [
    `model.layers.${index}.weight`,
    { dtype: 'U8', shape: [each], data_offsets: [index * each, (index + 1) * each] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(tensors)));
  sparse(file, 8 + header.length + count * each, [
    [0, u64(header.length)],
    [8, header],
  ]);
}

function gguf(file) {
  const words = Array.from({ length: 128_000 }, (_, index) => text64(`word${index}`));
  const key = (name, type) => Buffer.concat([text64(name), u32(type)]);
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(1000),
    u64(3),
    key('tokenizer.ggml.tokens', 9),
    u32(8),
    u64(words.length),
    ...words,
    key('general.architecture', 8),
    text64('llama'),
    key('llama.context_length', 4),
    u32(8192),
  ]);
  sparse(file, SIZE, [[0, head]]);
}

/** The committed fixture, grown: an HDF5 file is read by the addresses in it. */
function hdf5(file) {
  copyFileSync(path.join(root, 'test/fixtures/models/digits.h5'), file);
  truncateSync(file, SIZE);
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

const field = (number, content) =>
  typeof content === 'number'
    ? Buffer.concat([varint(number * 8), varint(content)])
    : Buffer.concat([
        varint(number * 8 + 2),
        varint(Buffer.byteLength(content)),
        Buffer.from(content),
      ]);

/** 2,000 nodes with weights in a file of 5 GB beside it. */
function onnxExternal(file) {
  const entry = (key, value) => field(13, Buffer.concat([field(1, key), field(2, value)]));
  const parts = Array.from({ length: 2000 }, (_, index) => [
    field(1, Buffer.concat([field(1, `x${index}`), field(2, `y${index}`), field(4, 'MatMul')])),
    field(
      5,
      Buffer.concat([
        field(8, `weight${index}`),
        entry('location', 'model.bin'),
        entry('offset', String(index * 2_500_000)),
        entry('length', '2500000'),
      ]),
    ),
  ]).flat();
  const graph = Buffer.concat([...parts, field(11, field(1, 'x')), field(12, field(1, 'y'))]);
  const opset = field(8, field(2, 17));
  const model = Buffer.concat([field(1, 8), field(7, graph), opset]);
  sparse(file, model.length, [[0, model]]);
  sparse(path.join(path.dirname(file), 'model.bin'), SIZE, []);
}

/** The same weights inside the file: protobuf allows 2 GB. */
function onnxInside(file) {
  const size = 1_900_000_000;
  const raw = Buffer.concat([Buffer.from([0x4a]), varint(size)]);
  const tensorLength = raw.length + size;
  const tensor = Buffer.concat([Buffer.from([0x2a]), varint(tensorLength), raw]);
  const rest = Buffer.concat([field(11, field(1, 'x')), field(12, field(1, 'y'))]);
  const graph = Buffer.concat([
    field(1, 8),
    Buffer.from([0x3a]),
    varint(tensor.length + size + rest.length),
    tensor,
  ]);
  const end = graph.length + size;
  sparse(file, end + rest.length, [
    [0, graph],
    [end, rest],
  ]);
}

/** A state_dict of one tensor of 5 GB: zip64, the pickle before the weights. */
function torchZip(file) {
  const pickle = Buffer.concat([
    Buffer.from(
      '\x80\x02}X\x06\0\0\0weightctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storage',
      'latin1',
    ),
    Buffer.from(
      'ctorch\nByteStorage\nX\x01\0\0\x000X\x03\0\0\0cpuJ\0\0\0\x01tQK\0K\x01\x85K\x01\x85',
      'latin1',
    ),
    Buffer.from('\x89ccollections\nOrderedDict\n)RtRs.', 'latin1'),
  ]);
  const member = (name, size, at) => {
    const extra = Buffer.concat([u32(0x00180001), u64(size), u64(size), u64(at)]);
    const common = Buffer.alloc(24);
    common.writeUInt16LE(45, 0);
    common.fill(0xff, 14, 22);
    common.writeUInt16LE(name.length, 22);
    const lengths = Buffer.from([extra.length, 0]);
    const local = [Buffer.from('PK\x03\x04'), common, lengths, Buffer.from(name), extra];
    const rest = Buffer.alloc(14);
    rest.fill(0xff, 10);
    const central = [
      Buffer.from('PK\x01\x02\x2d\0', 'latin1'),
      common,
      lengths,
      rest,
      Buffer.from(name),
      extra,
    ];
    return { local: Buffer.concat(local), central: Buffer.concat(central) };
  };
  const first = member('model/data.pkl', pickle.length, 0);
  const at = first.local.length + pickle.length;
  const second = member('model/data/0', SIZE, at);
  const directoryAt = at + second.local.length + SIZE;
  const directory = Buffer.concat([first.central, second.central]);
  const end64 = Buffer.concat([
    Buffer.from('PK\x06\x06'),
    u64(44),
    Buffer.from([45, 0, 45, 0]),
    u64(0),
    u64(2),
    u64(2),
    u64(directory.length),
    u64(directoryAt),
  ]);
  const locator = Buffer.concat([
    Buffer.from('PK\x06\x07'),
    u32(0),
    u64(directoryAt + directory.length),
    u32(1),
  ]);
  const end = Buffer.concat([
    Buffer.from('PK\x05\x06'),
    Buffer.alloc(4),
    Buffer.alloc(12, 0xff),
    Buffer.alloc(2),
  ]);
  const tail = Buffer.concat([directory, end64, locator, end]);
  sparse(file, directoryAt + tail.length, [
    [0, Buffer.concat([first.local, pickle, second.local])],
    [directoryAt, tail],
  ]);
}

const CASES = {
  'PyTorch state_dict, zip64': torchZip,
  safetensors,
  'Keras HDF5': hdf5,
  'ONNX, external data': onnxExternal,
  'ONNX, 1.9 GB inside': onnxInside,
  GGUF: gguf,
};

/** Prints the peak of the process alone, in kB: maxRSS would count the parent's too. Linux only. */
const REPORT =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write("\\n"+/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status","latin1"))[1]))';

/** Runs node in a process of its own: its time in ms, its peak memory in MB, what it printed. */
function measure(args) {
  const start = performance.now();
  const child = spawnSync(process.execPath, ['--import', REPORT, ...args], { encoding: 'utf8' });
  const time = performance.now() - start;
  if (child.status !== 0) throw new Error(child.stderr);
  return { time, memory: Number(child.stderr.split('\n').at(-1)) / 1024, printed: child.stdout };
}

function median(args) {
  const runs = Array.from({ length: RUNS }, () => measure(args));
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[RUNS >> 1];
  return { time: middle('time'), memory: middle('memory'), printed: runs[0].printed };
}

const directory = mkdtempSync(path.join(tmpdir(), 'bench-'));
try {
  const bare = median(['-e', '0']);
  console.log(`bare node: ${Math.round(bare.time)} ms, ${Math.round(bare.memory)} MB`);
  for (const [name, write] of Object.entries(CASES)) {
    const file = path.join(directory, 'model');
    write(file);
    const { time, memory, printed } = median([command, 'inspect', file, '--json']);
    const facts = JSON.parse(printed);
    const more = [Math.round(time - bare.time), Math.round(memory - bare.memory)];
    console.log(
      `${name.padEnd(28)}+${String(more[0]).padStart(4)} ms +${String(more[1]).padStart(4)} MB   ${facts.format}, ${facts.safety.verdict}`,
    );
    rmSync(file);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
