import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Safety } from '../../src/core/model-facts.ts';
import { join, op, pickle } from './assemble.ts';
import { fixture, inspectBytes } from './fixtures.ts';

const SECURITY = path.join(import.meta.dirname, '../fixtures/security');
const safetyOf = async (content: Buffer): Promise<Safety> => (await inspectBytes(content)).safety;
const says = ({ verdict, reasons }: Safety, what: RegExp) => {
  equal(verdict, 'dangerous', JSON.stringify(reasons));
  ok(
    reasons?.some((each) => what.test(each)),
    JSON.stringify(reasons),
  );
};

const IDENTITY = op.global('sklearn.preprocessing._function_transformer', '_identity');
const CALL = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const WRAPPER = op.global('joblib.numpy_pickle', 'NumpyArrayWrapper');
const dict = (...items: Buffer[]) => join(op.emptyDict, op.mark, ...items, op.setItems);

/** numpy's dtype u1 as it is pickled. */
const U1 = join(
  op.global('numpy', 'dtype'),
  join(op.mark, op.text('u1'), Buffer.from([0x89, 0x88]), op.tuple, op.reduce),
  join(op.mark, op.int(3), op.text('|'), op.none, op.none, op.none, op.int(-1), op.int(-1)),
  join(op.int(0), op.tuple, op.build),
);
/** What joblib says of an array of `length` bytes. */
const described = (length: number, ...more: Buffer[]) =>
  dict(op.text('dtype'), U1, op.text('shape'), op.int(length), op.tuple1, ...more);
/** 19 bytes of opcodes that would be skipped as an array: bytes that hold a call. */
const hidden = (call: Buffer) => op.bytes(join(op.pop, call));

describe('files of the security cases: pickles', () => {
  const right: Record<string, RegExp> = {
    'v01_joblib_wrapper_alias.joblib': /^a state set on the result of .*_identity/,
    'v11_array_bytes_are_opcodes.pkl': /^os\.system: runs any command \(as a plain pickle\.load/,
    'v19_setattr_on_class.pkl': /^a state set on the result of .*_identity/,
    'hang/h04_import_name_regex.pkl': /^an import whose name has 3\d+ characters$/,
  };
  for (const [name, what] of Object.entries(right)) {
    it(`calls ${name} dangerous, at once`, async () => {
      const start = performance.now();
      says(await safetyOf(readFileSync(path.join(SECURITY, name))), what);
      ok(performance.now() - start < 2000);
    });
  }
});

describe('array wrappers of joblib that are not as joblib writes them', () => {
  const made = join(WRAPPER, op.emptyTuple, op.newobj);
  const end = join(hidden(CALL), op.none);
  const cases: Record<string, Buffer> = {
    'an alias by a known function': join(IDENTITY, made, op.tuple1, op.reduce, described(5)),
    'an alias of the class': join(
      join(IDENTITY, WRAPPER, op.tuple1, op.reduce),
      join(op.emptyTuple, op.reduce, described(5)),
    ),
    'another module that has the class': join(
      op.global('joblib.memory', 'numpy_pickle.NumpyArrayWrapper'),
      join(op.emptyTuple, op.newobj, described(5)),
    ),
    'the wrapper of old joblib': join(
      op.global('joblib.numpy_pickle', 'NDArrayWrapper'),
      join(op.emptyTuple, op.newobj, described(5)),
    ),
    'the wrapper of old joblib that is compressed': join(
      op.global('joblib.numpy_pickle_compat', 'ZNDArrayWrapper'),
      join(op.emptyTuple, op.newobj, described(5)),
    ),
    'a wrapper made by copyreg.__newobj__': join(
      op.global('copyreg', '__newobj__'),
      join(WRAPPER, op.tuple1, op.reduce, described(5)),
    ),
    'a wrapper that INST gives attributes': join(
      join(op.mark, op.int(1), op.int(1), op.int(1), op.int(1)),
      join(op.inst('joblib.numpy_pickle', 'NumpyArrayWrapper'), described(5)),
    ),
    'a wrapper that OBJ gives attributes': join(
      join(op.mark, WRAPPER, op.int(1), op.int(1), op.int(1), op.int(1), op.obj),
      described(5),
    ),
    'a wrapper with a state for slots': join(made, op.none, described(5), op.tuple2),
    'a wrapper kept in a list': join(op.emptyList, made, op.append, op.pop, made, described(5)),
    'an alignment that may be None': join(
      made,
      described(
        5,
        op.text('numpy_array_alignment_bytes'),
        join(op.global('collections', 'OrderedDict'), op.emptyTuple, op.reduce),
      ),
    ),
    'a length with a fraction': join(
      made,
      dict(op.text('dtype'), U1, op.text('shape'), Buffer.from('F5.5\n'), op.tuple1),
    ),
  };
  for (const [what, content] of Object.entries(cases)) {
    it(`calls dangerous: ${what}`, async () => {
      equal((await safetyOf(pickle(content, op.build, end))).verdict, 'dangerous');
    });
  }

  it('calls dangerous an array that is described twice', async () => {
    const first = join(made, op.memoize, described(2), op.build, Buffer.from('ab'));
    const again = join(op.pop, op.get(0), described(2), op.build, Buffer.from('ab'));
    says(await safetyOf(pickle(first, again)), /described twice/);
  });

  it('takes an array that protocol 0 describes, and one of texts of numpy 2', async () => {
    const old = join(
      op.global('copy_reg', '_reconstructor'),
      join(op.mark, WRAPPER, op.global('__builtin__', 'object'), op.none, op.tuple, op.reduce),
      join(described(2), op.build, Buffer.from('\0a')),
    );
    equal((await safetyOf(pickle(old))).verdict, 'known-imports');
  });
});

describe('content that is a pickle as well', () => {
  const evil = Buffer.from("cos\nsystem\n(S'true'\ntR.");
  const tar = Buffer.concat([evil, Buffer.alloc(2048)]);
  tar.write('ustar\x0000', 257, 'latin1');
  const header = Buffer.from(
    JSON.stringify({ t: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } }),
  );
  /** The length is `X`, which steps into a text of the header, from there N N N U to the data. */
  const safetensors = () => {
    const length = 0x2058;
    const tensor = `"},"t":{"dtype":"U8","shape":[${evil.length}],"data_offsets":[0,${evil.length}]}}`;
    const start = '{"__metadata__":{"a":"';
    const step = `U${String.fromCharCode(tensor.length)}`;
    const fill = 'N'.repeat(length - start.length - step.length - tensor.length);
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(length));
    return Buffer.concat([size, Buffer.from(`${start}${fill}${step}${tensor}`), evil]);
  };
  /** `G` takes eight bytes, and the count of tensors holds U and a length up to a text. */
  const gguf = () => {
    const count = Buffer.from([0, 0x55, 0x2d, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    const key = Buffer.concat([
      Buffer.from([12, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from('general.name'),
    ]);
    const value = Buffer.from([8, 0, 0, 0, evil.length, 0, 0, 0, 0, 0, 0, 0]);
    return Buffer.concat([Buffer.from('GGUF\x03\0\0\0', 'latin1'), count, key, value, evil]);
  };

  it('calls dangerous a tar whose first name is opcodes', async () => {
    says(await safetyOf(tar), /^os\.system/);
  });
  it('calls dangerous a safetensors file whose header is opcodes', async () => {
    const { format, safety } = await inspectBytes(safetensors());
    equal(format, 'safetensors');
    says(safety, /^os\.system: runs any command \(as a plain pickle\.load reads it/);
  });
  it('calls dangerous a GGUF file whose counts are opcodes', async () => {
    const { format, safety } = await inspectBytes(gguf());
    equal(format, 'unknown');
    says(safety, /^os\.system: runs any command \(as a plain pickle\.load reads it/);
  });
  it('calls dangerous opcodes behind others that do nothing', async () => {
    says(await safetyOf(Buffer.concat([Buffer.from('N0N0'), evil])), /^os\.system/);
  });
  it('leaves safetensors, GGUF and the other models alone', async () => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const plain = await safetyOf(join(length, header, Buffer.from('x')));
    equal(plain.verdict, 'data-only');
    for (const name of ['digits_lightgbm.txt', 'linear.onnx', 'digits.tflite', 'digits.h5']) {
      equal((await fixture(name)).safety.verdict, 'data-only', name);
    }
  });
});

describe('names of protocol 0', () => {
  it('are read with their escapes', async () => {
    for (const line of ['\\u006fs', 'o\\U00000073']) {
      const text = (value: string) => Buffer.from(`V${value}\n`);
      const content = pickle(text(line), text('system'), op.stackGlobal);
      deepEqual((await safetyOf(content)).imports, ['os.system'], line);
    }
  });
  it('may not be computed', async () => {
    for (const line of ['\\u00', '\\Uffffffff', '\\u006']) {
      const content = pickle(Buffer.from(`V${line}\nVsystem\n`), op.stackGlobal);
      says(await safetyOf(content), /name is computed|could not be parsed|not the name of a class/);
    }
  });
});

describe('compressed pickles', () => {
  const [first, second] = [join(op.proto(4), op.none, op.pop), join(CALL, op.stop)];
  for (const [what, pack] of Object.entries({ zlib: deflateSync, gzip: gzipSync })) {
    it(`calls dangerous one of two ${what} parts, of which joblib reads both`, async () => {
      equal((await safetyOf(join(pack(first), pack(second)))).verdict, 'dangerous');
    });
    it(`takes a ${what} part that is all there is`, async () => {
      equal((await safetyOf(pack(pickle(op.emptyList)))).verdict, 'known-imports');
    });
  }
});
