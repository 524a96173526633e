import { deepEqual, equal, match } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { op, pickle } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures');
const safetyOf = async (file: string) => (await inspectModel(path.join(FIXTURES, file))).safety;

/** Ways from a known module to what runs something; Python resolves each of them. */
const WALKS: readonly [module: string, name: string][] = [
  ['sklearn._isotonic', 'np.ctypeslib.ctypes.CDLL'],
  ['sklearn.base', 'np.f2py.subprocess.Popen'],
  ['sklearn.base', 'os.system'],
  ['sklearn', 'base.os.system'],
  ['sklearn.tree', '_classes.np.load'],
  ['sklearn.tree._classes', 'DecisionTreeClassifier.__init__.__globals__'],
  ['torch.nn.modules.module', 'torch.hub.load'],
  ['torch.nn.modules', 'module.functools.partial'],
  ['numpy', 'ctypeslib.ctypes.CDLL'],
  ['numpy.ma.core', 'inspect.importlib.import_module'],
  ['pandas.core.frame', 'DataFrame.eval'],
  ['pandas', 'io.common.os.system'],
  ['scipy.sparse._csr', 'np.lib.npyio.os.system'],
  ['xgboost.sklearn', 'json.codecs.builtins.exec'],
  ['lightgbm.basic', 'ctypes.CDLL'],
  ['collections', '_sys.modules'],
  ['datetime', 'sys.modules'],
];

describe('imports that walk through a known module', () => {
  for (const [file, offending] of [
    ['v03_dotted_ctypes_CDLL.pkl', /CDLL/],
    ['v03b_dotted_timeit_Timer.pkl', /Timer/],
  ] as const) {
    it(`are dangerous in ${file}`, async () => {
      const { verdict, reasons } = await safetyOf(`security/${file}`);
      equal(verdict, 'dangerous');
      match((reasons ?? []).join('\n'), offending);
    });
  }

  it('are dangerous by each opcode that imports, called or not', async () => {
    for (const [module, name] of WALKS) {
      const parted = pickle(op.text(module), op.text(name), op.stackGlobal);
      const whole = pickle(op.global(module, name));
      const called = pickle(op.global(module, name), op.emptyTuple, op.reduce);
      for (const content of [parted, whole, called]) {
        equal((await inspectBytes(content)).safety.verdict, 'dangerous', `${module} ${name}`);
      }
    }
  });
});

describe('setattr on a known class', () => {
  it('is not known', async () => {
    equal((await safetyOf('security/v19_setattr_on_class.pkl')).verdict, 'dangerous');
  });
});

describe('stock objects', () => {
  const files = [
    'security/false_alarms/pandas3_dataframe.pkl',
    ...readdirSync(path.join(FIXTURES, 'stock')).map((name) => `stock/${name}`),
  ];
  for (const file of files) {
    it(`are known: ${file}`, async () => {
      const { verdict, reasons } = await safetyOf(file);
      deepEqual([verdict, reasons], ['known-imports', undefined]);
    });
  }

  it('include a tensor of an old torch.save by protocol 0', async () => {
    const facts = await inspectModel(path.join(FIXTURES, 'stock/legacy_protocol0_tensor.pt'));
    equal(facts.framework, 'pytorch');
    match(facts.warnings.join('\n'), /single tensor/);
  });
});
