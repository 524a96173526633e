import { deepEqual, equal, ok } from 'node:assert/strict';
import { join, op, pickle, torchZip, zip } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

const verdictOf = async (content: Buffer) => (await inspectBytes(content)).safety;
const dict = (...items: Buffer[]) => join(op.emptyDict, op.mark, ...items, op.setItems);
const made = (of: Buffer) => join(of, op.emptyTuple, op.newobj);
const call = (of: Buffer, ...args: Buffer[]) => join(of, op.mark, ...args, op.tuple, op.reduce);

const NORM = op.global('scipy.stats._continuous_distns', 'norm_gen');
const NAMESPACE = op.global('argparse', 'Namespace');
const IDENTITY = op.global('sklearn.preprocessing._function_transformer', '_identity');
const SYSTEM = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce, op.pop);
/** A distribution runs this text of its state. */
const TEMPLATE = dict(op.text('_parse_arg_template'), op.text('print(1)'));
const KEY = op.text('_parse_arg_template');
const CLASS = op.text('__class__');
/** Sets `names` as slots, by which the class of an instance can be replaced. */
const slots = (names: Buffer) => join(made(NAMESPACE), op.none, names, op.tuple2, op.build);

describe('code that only known names reach', () => {
  const cases: Record<string, Buffer> = {
    'a state that names one key twice': join(
      made(NORM),
      dict(KEY, op.text('x'), KEY, op.text('x'), op.text('print(1)'), op.text('x')),
      join(op.text('ab'), op.tuple2, op.build),
    ),
    'a class that a function gives back': join(
      call(op.global('sklearn.neighbors._kd_tree', 'newObj'), call(IDENTITY, NORM)),
      join(TEMPLATE, op.build),
    ),
    'the same by an index of pandas': join(
      call(op.global('pandas.core.indexes.base', '_new_Index'), call(IDENTITY, NORM), dict()),
      join(dict(op.text('a'), op.none), op.build),
    ),
    'a distribution that numpy.object_ gives back': join(
      call(op.global('numpy', 'object_'), made(NORM)),
      join(TEMPLATE, op.build),
    ),
    'a class that is called to give back what it was given': call(
      op.global('numpy', 'object_'),
      NORM,
    ),
    'a template in any dict': join(made(NAMESPACE), TEMPLATE, op.build),
    '__class__ with an escape': slots(dict(op.string("'\\x5f_class__'"), NORM)),
    '__class__ with an octal escape': slots(dict(op.string("'\\137_class__'"), NORM)),
    '__class__ as a made text': slots(dict(call(op.global('builtins', 'str'), CLASS), NORM)),
    '__class__ in a dict made of a dict': slots(
      call(op.global('builtins', 'dict'), dict(CLASS, NORM)),
    ),
    '__class__ in a counter': slots(call(op.global('collections', 'Counter'), dict(CLASS, NORM))),
    '__class__ in a list and more items': slots(
      join(
        call(
          op.global('collections', 'OrderedDict'),
          join(op.emptyList, CLASS, NORM, op.tuple2, op.append),
        ),
        join(op.mark, op.text('a'), op.none, op.setItems),
      ),
    ),
    '__class__ in what has items of its own': slots(
      join(made(NAMESPACE), dict(op.text('items'), op.none), op.build),
    ),
    '__class__ as a keyword': join(join(NAMESPACE, op.emptyTuple, dict(CLASS, NORM), op.newobjEx)),
    'a partial of arguments that are computed': join(
      op.global('functools', 'partial'),
      call(op.global('builtins', 'tuple'), op.emptyList),
      op.reduce,
    ),
    'a state that a call makes': join(
      made(NAMESPACE),
      call(op.global('builtins', 'tuple'), op.emptyList),
      op.build,
    ),
    'a partial of what makes objects': call(
      op.global('functools', 'partial'),
      op.global('copyreg', '__newobj__'),
    ),
    'a generator set to call something else': call(
      op.global('numpy.random._pickle', '__generator_ctor'),
      op.int(1),
      op.global('lightgbm.basic', 'Booster'),
    ),
  };
  for (const [name, content] of Object.entries(cases)) {
    it(`calls dangerous: ${name}`, async () => {
      const { verdict, reasons } = await verdictOf(pickle(content));
      equal(verdict, 'dangerous', JSON.stringify(reasons));
    });
  }

  it('takes the names of a state after more text than is kept', async () => {
    const long = join(op.text('a'.repeat(30_000)), op.pop);
    const texts = Array.from({ length: 1200 }, () => long);
    const state = dict(op.text('alpha'), op.int(1));
    const { verdict } = await verdictOf(pickle(...texts, made(NAMESPACE), state, op.build));
    equal(verdict, 'known-imports');
    const bad = dict(CLASS, NORM);
    const content = pickle(...texts, made(NAMESPACE), op.none, bad, op.tuple2, op.build);
    equal((await verdictOf(content)).verdict, 'dangerous');
  });

  it('takes the states of stock objects', async () => {
    const state = dict(op.text('alpha'), op.int(1));
    const ordered = join(
      call(op.global('collections', 'OrderedDict')),
      join(op.mark, op.text('a'), op.int(1), op.setItems),
    );
    const part = call(op.global('functools', 'partial'), op.global('numpy', 'log1p'));
    for (const content of [state, ordered, dict(op.text('func'), part)]) {
      const { verdict, reasons } = await verdictOf(pickle(made(NAMESPACE), content, op.build));
      equal(verdict, 'known-imports', JSON.stringify(reasons));
    }
  });
});

/** What joblib says of `length` bytes. */
const U1 = join(
  call(op.global('numpy', 'dtype'), op.text('u1'), Buffer.from([0x89, 0x88])),
  join(op.mark, op.int(3), op.text('|'), op.none, op.none, op.none, op.int(-1), op.int(-1)),
  join(op.int(0), op.tuple, op.build),
);
const wrapper = (length: number, ...more: Buffer[]) =>
  join(
    made(op.global('joblib.numpy_pickle', 'NumpyArrayWrapper')),
    dict(op.text('dtype'), U1, op.text('shape'), join(op.int(length), op.tuple1), ...more),
    op.build,
  );
const MAGIC = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');

describe('bytes that one loader takes for an array and another for opcodes', () => {
  // At the first array a plain pickle.load stops; only joblib reads on.
  const stopped = join(wrapper(1), Buffer.from([0xff]), op.pop);
  for (const method of ['read', 'read_array', 'safe_get_numpy_array_alignment_bytes']) {
    it(`calls dangerous: an array wrapper with a ${method} of its own`, async () => {
      const own = join(op.text(method), op.global('builtins', 'slice'));
      const content = pickle(stopped, wrapper(SYSTEM.length, own), SYSTEM, op.none);
      equal((await verdictOf(content)).verdict, 'dangerous');
    });
  }

  const number = (first: Buffer) => {
    const id = join(op.mark, op.text('storage'), op.tuple, Buffer.from('Q'), op.pop);
    return join(
      first,
      pickle(op.int(1001)),
      pickle(dict()),
      pickle(id, wrapper(SYSTEM.length), SYSTEM, op.none),
      pickle(op.emptyList),
    );
  };
  const first: Record<string, Buffer> = {
    LONG4: pickle(Buffer.from('8b0a0000006cfc9c46f9206aa85019', 'hex')),
    INT: Buffer.from('I119547037146038801333356\n.'),
    Decimal: pickle(call(op.global('decimal', 'Decimal'), op.text('119547037146038801333356'))),
    LONG1: pickle(MAGIC),
  };
  for (const [name, magic] of Object.entries(first)) {
    it(`calls dangerous: torch.save's number as ${name}, and an array of joblib's`, async () => {
      equal((await verdictOf(number(magic))).verdict, 'dangerous');
    });
  }

  it("calls dangerous: torch.save's number at the start of a joblib file", async () => {
    const bytes = join(
      op.stop,
      pickle(op.int(1001)),
      pickle(dict()),
      pickle(dict()),
      pickle(dict()),
    );
    const content = pickle(MAGIC, op.pop, wrapper(bytes.length), bytes, SYSTEM, op.none);
    equal((await verdictOf(content)).verdict, 'dangerous');
  });
});

describe('arrays of objects with unusual headers', () => {
  const npy = (header: string, data: Buffer) => {
    const length = Buffer.from([header.length & 0xff, header.length >> 8]);
    return join(Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(header), data);
  };
  /** It calls what no list knows, and gives a plain number. */
  const plain = pickle(call(op.global('six', 'exec_'), op.text('1')), op.pop, op.int(1));
  for (const type of ["'object'", "'\\x4f'", "'|' 'O'", '"|O"', "[('a', '|O')]", "'f8,O'"]) {
    it(`does not take ${type} for numbers`, async () => {
      const header = `{'descr': ${type}, 'fortran_order': False, 'shape': (1,), }\n`;
      const { verdict } = await verdictOf(npy(header, plain));
      ok(verdict === 'unknown-imports' || verdict === 'dangerous', verdict);
      const inZip = await verdictOf(zip([{ name: 'a.npy', data: npy(header, plain) }]));
      ok(inZip.verdict === 'unknown-imports' || inZip.verdict === 'dangerous', inZip.verdict);
    });
  }

  it('takes records of numbers for data', async () => {
    const header =
      "{'descr': [('Ozone', '<f8'), ('b', '|u1')], 'fortran_order': False, 'shape': (1,), }\n";
    const facts = await inspectBytes(npy(header, Buffer.alloc(9)));
    deepEqual(facts.safety.verdict, 'data-only');
  });

  it('names an unknown call in a member that gives a plain number', async () => {
    const extra = { name: 'archive/extra', data: plain };
    const { verdict } = await verdictOf(torchZip(pickle(op.emptyDict), extra));
    equal(verdict, 'unknown-imports');
  });
});
