/** Pickles that call what no model calls. They are only ever read here, and would only touch a file. */
import { gzipSync } from 'node:zlib';
import { join, op, torchZip } from '../assemble.ts';
import { pick, type Random } from './random.ts';

const CALLED: [module: string, name: string][] = [
  ['os', 'system'],
  ['posix', 'system'],
  ['nt', 'system'],
  ['builtins', 'eval'],
  ['builtins', 'exec'],
  ['__builtin__', 'eval'],
  ['subprocess', 'Popen'],
  ['subprocess', 'check_output'],
  ['shutil', 'rmtree'],
  ['ctypes', 'CDLL'],
  ['importlib', 'import_module'],
  ['webbrowser', 'open'],
  ['pty', 'spawn'],
  ['timeit', 'timeit'],
  ['numpy.f2py', 'compile'],
  ['pandas', 'read_pickle'],
  ['torch', 'load'],
];

const WORD = op.text('touch payload-was-run');

/** Ways to call a global with one argument; each leaves one value. */
const CALLS: ((module: string, name: string) => Buffer)[] = [
  (module, name) => join(op.global(module, name), WORD, op.tuple1, op.reduce),
  (module, name) =>
    join(op.text(module), op.text(name), op.stackGlobal, WORD, op.tuple1, op.reduce),
  (module, name) => join(op.global(module, name), op.mark, WORD, op.tuple, op.reduce),
  (module, name) => join(op.mark, WORD, op.inst(module, name)),
  (module, name) => join(op.mark, op.global(module, name), WORD, op.obj),
  (module, name) => join(op.global(module, name), WORD, op.tuple1, op.newobj),
  (module, name) => join(op.global(module, name), WORD, op.tuple1, op.emptyDict, op.newobjEx),
  (module, name) =>
    join(op.global(module, name), op.put(7), op.pop, op.get(7), WORD, op.tuple1, op.reduce),
];

/** Where among other opcodes the call stands; each leaves one value. */
const PLACES: ((call: Buffer) => Buffer)[] = [
  (call) => call,
  (call) => join(call, op.pop, op.emptyDict),
  (call) => join(op.emptyDict, op.mark, op.text('weight'), call, op.setItems),
  (call) => join(op.emptyList, call, op.append),
  (call) => join(op.none, call, op.tuple2),
  (call) => join(op.emptyList, op.emptyList, op.emptyList, call, op.append, op.append, op.append),
  (call) => join(op.global('collections', 'OrderedDict'), op.emptyTuple, op.reduce, call, op.build),
];

/** A hostile pickle. */
export function hostilePickle(random: Random): Buffer {
  const [module, name] = pick(CALLED, random);
  const body = join(pick(PLACES, random)(pick(CALLS, random)(module, name)), op.stop);
  switch (random(4)) {
    case 0:
      return join(op.proto(4), op.frame(body.length), body);
    case 1:
      return body;
    default:
      return join(op.proto(pick([2, 4, 5], random)), body);
  }
}

/** The same as a file: bare, packed, or as torch.save writes it. */
export function hostileFile(random: Random): Buffer {
  const content = hostilePickle(random);
  return pick([content, gzipSync(content, { level: 1 }), torchZip(content)], random);
}

/** An array of objects as numpy.save writes it: the pickle stands behind the header. */
export function hostileNpy(random: Random): Buffer {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
  const padded = header.padEnd(117);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length + 1);
  return join(
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(`${padded}\n`),
    hostilePickle(random),
  );
}
