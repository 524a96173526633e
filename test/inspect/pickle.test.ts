import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Safety } from '../../src/core/model-facts.ts';
import { classifyImport } from '../../src/inspect/pickle/known.ts';
import { join, op, pickle, torchZip, zip } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

const safetyOf = async (content: Buffer): Promise<Safety> => (await inspectBytes(content)).safety;

/** `os.system("true")`, called by REDUCE. */
const CALL = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const names = (module: string, name: string) => join(op.text(module), op.text(name));

/** Each is a way past some scanner of pickles; none may be taken for harmless. */
const BYPASSES: Record<string, { content: Buffer; says: RegExp }> = {
  'REDUCE on a GLOBAL': { content: pickle(CALL), says: /^os\.system: / },
  INST: {
    content: pickle(op.mark, op.text('true'), op.inst('os', 'system')),
    says: /^os\.system: /,
  },
  OBJ: {
    content: pickle(op.mark, op.global('os', 'system'), op.text('true'), op.obj),
    says: /^os\.system: /,
  },
  'OBJ whose result is dropped by POP': {
    content: pickle(op.mark, op.global('os', 'system'), op.text('true'), op.obj, op.pop, op.none),
    says: /^os\.system: /,
  },
  NEWOBJ: {
    content: pickle(op.global('subprocess', 'Popen'), op.text('true'), op.tuple1, op.newobj),
    says: /^subprocess\.Popen: /,
  },
  NEWOBJ_EX: {
    content: pickle(op.global('subprocess', 'Popen'), op.emptyTuple, op.emptyDict, op.newobjEx),
    says: /^subprocess\.Popen: /,
  },
  STACK_GLOBAL: {
    content: pickle(names('os', 'system'), op.stackGlobal, op.text('true'), op.tuple1, op.reduce),
    says: /^os\.system: /,
  },
  'STACK_GLOBAL whose names come out of the memo': {
    content: pickle(
      op.text('system'),
      op.memoize,
      op.text('os'),
      op.memoize,
      op.pop,
      op.pop,
      op.get(1),
      op.get(0),
      op.stackGlobal,
    ),
    says: /^os\.system: /,
  },
  'STACK_GLOBAL of something that is no text': {
    content: pickle(op.emptyList, op.text('system'), op.stackGlobal),
    says: /import whose name is computed/,
  },
  'STACK_GLOBAL of a text that is spelled with an escape': {
    content: pickle(op.string("'\\x6fs'"), op.string("'system'"), op.stackGlobal),
    says: /^os\.system: /,
  },
  'EXT1, an import by number': {
    content: pickle(Buffer.from([0x82, 1]), op.emptyTuple, op.reduce),
    says: /import by extension code 1/,
  },
  'BUILD on a class': {
    content: pickle(op.global('collections', 'OrderedDict'), op.emptyDict, op.build),
    says: /state set on the import collections\.OrderedDict/,
  },
  'items added to an import': {
    content: pickle(op.global('collections', 'OrderedDict'), op.none, op.append),
    says: /items added to the import/,
  },
  'a call of what a call gave': {
    content: pickle(
      op.global('collections', 'defaultdict'),
      op.emptyTuple,
      op.reduce,
      op.emptyTuple,
      op.reduce,
    ),
    says: /a call of the result of collections\.defaultdict/,
  },
  'a dotted name through a known module': {
    content: pickle(names('sklearn.base', 'os.system'), op.stackGlobal),
    says: /^sklearn\.base\.os\.system: /,
  },
  'a dotted name through the interpreter': {
    content: pickle(names('sklearn.base', 'BaseEstimator.__init__.__globals__'), op.stackGlobal),
    says: /__globals__/,
  },
  'getattr of the builtins': {
    content: pickle(op.global('builtins', 'getattr'), op.emptyTuple, op.reduce),
    says: /^builtins\.getattr: /,
  },
  'a name of Python 2': {
    content: join(op.global('__builtin__', 'eval'), op.text('1'), op.tuple1, op.reduce, op.stop),
    says: /^__builtin__\.eval: /,
  },
  'a frame that ends before its opcodes do': {
    content: join(op.proto(4), op.frame(2), CALL, op.stop),
    says: /^os\.system: /,
  },
  'a frame in a frame': {
    content: join(op.proto(4), op.frame(100), op.frame(2), op.none, op.stop),
    says: /frame in a frame/,
  },
  'the second of two pickles': {
    content: join(pickle(op.none), pickle(CALL)),
    says: /^os\.system: /,
  },
  'a second pickle that breaks after its call': {
    content: join(pickle(op.none), CALL, Buffer.from([0xff])),
    says: /^os\.system: /,
  },
  'a call before the content breaks': {
    content: join(op.proto(4), CALL, Buffer.from([0xff])),
    says: /could not be parsed to its end/,
  },
  'a call before the content is cut off': {
    content: join(op.proto(4), CALL),
    says: /^os\.system: /,
  },
  'a call in text opcodes, without a mark of any kind': {
    content: Buffer.from("cos\nsystem\n(S'true'\ntR."),
    says: /^os\.system: /,
  },
  'compressed content': { content: gzipSync(pickle(CALL)), says: /^os\.system: / },
  'a loader that imports by text': {
    content: pickle(
      op.global('pkgutil', 'resolve_name'),
      op.text('os:system'),
      op.tuple1,
      op.reduce,
    ),
    says: /^pkgutil\.resolve_name: /,
  },
  'an instance of a class that Python makes of a pickle': {
    content: pickle(op.global('numpy.core', '_ufunc_reconstruct'), op.emptyTuple, op.reduce),
    says: /_ufunc_reconstruct/,
  },
};

describe('pickle verdicts', () => {
  for (const [what, { content, says }] of Object.entries(BYPASSES)) {
    it(`calls dangerous: ${what}`, async () => {
      const { verdict, reasons } = await safetyOf(content);
      equal(verdict, 'dangerous');
      ok(
        reasons?.some((each) => says.test(each)),
        JSON.stringify(reasons),
      );
    });
  }

  it('calls dangerous what reaches other modules, by name', () => {
    for (const name of [
      'functools.reduce',
      'operator.attrgetter',
      'operator.methodcaller',
      'importlib.import_module',
      'runpy.run_path',
      'builtins.exec',
      'builtins.__import__',
      'sys.modules',
      'types.CodeType',
      'marshal.loads',
      'pickle.loads',
      'posix.system',
      'nt.system',
      'commands.getoutput',
      'torch.load',
      'torch.hub.load',
      'torch.jit.unsupported_tensor_ops.execWrapper',
      'numpy.load',
      'numpy.testing._private.utils.runstring',
      'numpy.f2py.crackfortran.getlincoef',
      'numpy._core._ufunc_reconstruct',
      'joblib.load',
      'joblib.numpy_pickle_compat.ZNDArrayWrapper',
      'pandas.io.pickle.read_pickle',
      'cloudpickle.cloudpickle._make_function',
      'scipy.stats._distn_infrastructure.exec',
      'dill._dill._create_function',
      'sklearn.utils.fixes.os.system',
      'xgboost.core.os',
      'lightgbm.basic.NamedTemporaryFile',
      'sklearn.utils.parallel.Parallel',
      'torch.nn.modules._functions.Function',
      'mypackage.__class__',
      'a b.c',
    ]) {
      equal(classifyImport(name), 'dangerous', name);
    }
  });

  it('does not know what is neither a known library nor the standard one', () => {
    for (const name of ['__main__.Net', 'mypackage.models.Net', 'sklearn.datasets._base.Bunch']) {
      equal(classifyImport(name), 'unknown', name);
    }
  });

  it('knows what ordinary models are made of', () => {
    for (const name of [
      'collections.OrderedDict',
      'torch._utils._rebuild_tensor_v2',
      'torch.FloatStorage',
      'torch.nn.modules.conv.Conv2d',
      'numpy.core.multiarray._reconstruct',
      'numpy._core.multiarray.scalar',
      'sklearn.ensemble._forest.RandomForestClassifier',
      'sklearn.tree._tree.Tree',
      'sklearn.ensemble.forest.RandomForestClassifier',
      'sklearn.linear_model._sgd_fast.Hinge',
      'sklearn.neighbors._kd_tree.newObj',
      'sklearn._loss._loss.CyHalfBinomialLoss',
      'scipy.sparse._csr.csr_matrix',
      'xgboost.sklearn.XGBClassifier',
      'lightgbm.sklearn.LGBMClassifier',
    ]) {
      equal(classifyImport(name), 'known', name);
    }
  });

  it('does not take a harmless pickle for more than it is', async () => {
    deepEqual(await safetyOf(pickle(op.emptyList)), { verdict: 'known-imports', imports: [] });
    const own = pickle(op.global('mypackage', 'Net'), op.emptyTuple, op.newobj);
    deepEqual(await safetyOf(own), {
      verdict: 'unknown-imports',
      imports: ['mypackage.Net'],
      reasons: ['mypackage.Net: code of mypackage, which is not in the list of known packages'],
    });
  });

  it('does not take text that happens to start with an opcode for a pickle', async () => {
    for (const text of [
      'cats\nand\ndogs\n',
      'conda install numpy\nthen run\n',
      '(a) one',
      'N.',
      'C\x02ab.',
      ')',
    ]) {
      equal((await inspectBytes(Buffer.from(text))).format, 'unknown', text);
    }
  });
});

describe('PyTorch archives that try to hide', () => {
  const harmless = pickle(op.emptyDict);

  it('walks the pickle of a zip', async () => {
    const { verdict, imports } = await safetyOf(torchZip(pickle(CALL)));
    deepEqual([verdict, imports], ['dangerous', ['os.system']]);
  });

  it('calls a second data.pkl dangerous, under the same name or another root', async () => {
    const same = torchZip(harmless, { name: 'archive/data.pkl', data: pickle(CALL) });
    match((await safetyOf(same)).reasons?.join('\n') ?? '', /second member archive\/data\.pkl/);
    const other = torchZip(harmless, { name: 'other/data.pkl', data: pickle(CALL) });
    match((await safetyOf(other)).reasons?.join('\n') ?? '', /second data\.pkl/);
    equal((await safetyOf(other)).verdict, 'dangerous');
  });

  it('calls a data.pkl that cannot be read dangerous', async () => {
    for (const lie of [{ flags: 1 }, { method: 99 }, { method: 8 }]) {
      const content = zip([{ name: 'archive/data.pkl', data: harmless, ...lie }]);
      const { verdict, reasons } = await safetyOf(content);
      equal(verdict, 'dangerous', JSON.stringify(lie));
      match(reasons?.join('\n') ?? '', /could not be parsed/);
    }
  });
});
