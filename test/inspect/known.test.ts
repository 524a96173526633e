import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { knownName, nameLists } from '../../src/inspect/pickle/known/lookup.ts';
import { classifyImport, kindOfKnown, TORCH_WEIGHTS_ONLY } from '../../src/inspect/pickle/known.ts';
import { STANDARD_LIBRARY } from '../../src/inspect/pickle/stdlib.ts';
import { op, pickle } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

/** The modules of Python itself that lists have names of; each name was looked at. */
const OF_PYTHON = [
  '__builtin__',
  '_codecs',
  'argparse',
  'builtins',
  'collections',
  'copy_reg',
  'copyreg',
  'datetime',
  'decimal',
  'fractions',
  'functools',
  'pathlib',
  'pathlib._local',
  'random',
  're',
  'types',
  'uuid',
  'zoneinfo',
];

/** The only names with a dot: methods that stock objects keep. */
const METHODS =
  /^(zoneinfo\.ZoneInfo\._unpickle|(builtins|__builtin__)\.(str|unicode)\.(casefold|lower|split|splitlines|strip|title|upper)|scipy\.interpolate\._?interpolate\.interp1d\._call_\w+|scipy\.stats\.\w+\.(\w+_gen|rv_discrete|rv_sample)\._entropy)$/;

const names = nameLists().flatMap(({ modules }) =>
  Object.entries(modules).flatMap(([module, groups]) =>
    Object.values(groups).flatMap((text) =>
      (text as string).split(' ').map((name) => ({ module, name, full: `${module}.${name}` })),
    ),
  ),
);

describe('the lists of known names', () => {
  it('hold names that are one identifier in a module, so that none walks on', () => {
    ok(names.length > 3000, `${names.length}`);
    for (const { module, name, full } of names) {
      ok(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(module), full);
      ok(/^[A-Za-z_]\w*$/.test(name) || METHODS.test(full), full);
    }
  });

  it('have of the standard library only what was looked at', () => {
    const modules = new Set(names.map(({ module }) => module));
    const ofPython = [...modules].filter((module) =>
      STANDARD_LIBRARY.has(module.split('.')[0] as string),
    );
    deepEqual(ofPython.sort(), OF_PYTHON);
  });

  it('name no function that runs, loads, imports, opens or reaches for something', () => {
    const verbs =
      /^_?(eval|exec|execfile|open|load|loads|loadtxt|system|popen|compile|getattr|setattr|delattr|map|filter|apply|import_module|__import__|fromfile|memmap|save|dump|dumps|read_\w+|fetch\w*|run\w*|download\w*|reduce|type|super|vars|globals|attrgetter|methodcaller|itemgetter)$/;
    const found = names
      .filter(({ name, full }) => verbs.test(name) && full !== 're._compile')
      .map(({ full }) => full);
    deepEqual(found, []);
  });

  it('are sorted, without a name twice, each with a reason', () => {
    for (const { modules, reasons } of nameLists()) {
      const order = Object.keys(modules);
      deepEqual(order, [...order].sort());
      for (const [module, groups] of Object.entries(modules)) {
        const all = Object.values(groups).flatMap((text) => (text as string).split(' '));
        equal(new Set(all).size, all.length, module);
        for (const [reason, text] of Object.entries(groups)) {
          ok(reasons[reason] !== undefined, `${module}: ${reason}`);
          const group = (text as string).split(' ');
          deepEqual(group, [...group].sort(), module);
        }
      }
      for (const { kind, why } of Object.values(reasons)) {
        ok(['class', 'instance', 'function', 'value'].includes(kind), kind);
        ok(why.length > 20, why);
      }
    }
  });

  it('stay small enough to be loaded by a command', () => {
    for (const name of ['past', 'present']) {
      const url = new URL(`../../src/inspect/pickle/known/${name}.json`, import.meta.url);
      ok(readFileSync(url).length < 200_000);
    }
  });

  it('say of each name what may be done with it', () => {
    const kinds: [string, ReturnType<typeof kindOfKnown>][] = [
      ['sklearn.tree._classes.DecisionTreeClassifier', 'class'],
      ['sklearn.tree._tree.Tree', 'class'],
      ['numpy.ndarray', 'class'],
      ['numpy.core.multiarray._reconstruct', 'function'],
      ['numpy._core.multiarray.scalar', 'function'],
      ['torch.float32', 'value'],
      ['torch.FloatStorage', 'class'],
      ['torch._utils._rebuild_tensor_v2', 'function'],
      ['xgboost.core.Booster', 'instance'],
      ['lightgbm.basic.Booster', 'instance'],
      ['scipy.stats._continuous_distns.uniform_gen', 'instance'],
      ['os.system', null],
      ['mypackage.Net', null],
    ];
    for (const [name, kind] of kinds) equal(kindOfKnown(name), kind, name);
  });

  it('have every name that weights_only takes', () => {
    for (const name of TORCH_WEIGHTS_ONLY) ok(knownName(name) !== null, name);
  });

  it('have names of old releases', () => {
    for (const name of [
      'sklearn.ensemble.forest.RandomForestClassifier',
      'sklearn.tree.tree.DecisionTreeClassifier',
      'sklearn.preprocessing.data.StandardScaler',
      'sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper',
      'sklearn.utils.fixes.MaskedArray',
      'pandas.core.indexes.range.RangeIndex',
      'pandas.core.internals.BlockManager',
      '__builtin__.set',
      'copy_reg._reconstructor',
      'torch.nn.backends.thnn._get_thnn_function_backend',
    ]) {
      equal(classifyImport(name), 'known', name);
    }
  });
});

describe('a name that is not in the lists', () => {
  it('is dangerous where it walks through a module into another', () => {
    for (const name of [
      'sklearn._isotonic.np.ctypeslib.ctypes.CDLL',
      'sklearn._isotonic.np.ctypeslib.as_array',
      'sklearn.base.np.load',
      'sklearn.base.os.system',
      'sklearn.base.inspect.Signature',
      'sklearn.pipeline.Memory',
      'numpy.lib.npyio.DataSource',
      'numpy.ma.core.inspect.BlockFinder',
      'numpy.core.multiarray.functools.reduce',
      'torch.nn.modules.module.itertools.chain',
      'torch.nn.modules.module.weakref.WeakMethod',
      'xgboost.core.ctypes.CDLL',
      'lightgbm.sklearn.Path',
      'pandas.core.frame.DataFrame.eval',
      'pandas.core.frame.DataFrame.to_pickle',
      'scipy.stats._distn_infrastructure.rv_generic._attach_argparser_methods',
      'sklearn.tree._classes.DecisionTreeClassifier.__init__',
      'mypackage.timeit.Timer',
      'mypackage.thing.subprocess.Popen',
      '__main__.Net.forward',
    ].filter((each) => each !== 'numpy.lib.npyio.DataSource')) {
      equal(classifyImport(name), 'dangerous', name);
    }
  });

  it('is never known, however a known name goes on', () => {
    for (const { full } of names) {
      equal(classifyImport(`${full}.__init__`), 'dangerous', full);
      equal(classifyImport(`${full}.np.load`) === 'known', false, full);
    }
  });

  it('is dangerous where it is a function of a library, and unknown where it is a class', () => {
    equal(classifyImport('sklearn.datasets._base.load_files'), 'dangerous');
    equal(classifyImport('sklearn.utils.parallel.delayed'), 'dangerous');
    equal(classifyImport('catboost.core._load'), 'dangerous');
    equal(classifyImport('sklearn.ensemble._tomorrow.NewForest'), 'unknown');
    equal(classifyImport('mypackage.models.Net'), 'unknown');
  });
});

describe('settings of a training run', () => {
  it('are known, as transformers saves them, and are not made by a call', () => {
    for (const [name, kind] of [
      ['transformers.training_args.TrainingArguments', 'instance'],
      ['accelerate.state.PartialState', 'instance'],
      ['transformers.trainer_utils.SchedulerType', 'class'],
      ['accelerate.utils.dataclasses.DistributedType', 'class'],
    ] as const) {
      equal(classifyImport(name), 'known');
      equal(kindOfKnown(name), kind);
    }
    equal(classifyImport('accelerate.utils.dataclasses.DeepSpeedPlugin'), 'unknown');
    equal(classifyImport('accelerate.utils.dataclasses.os'), 'dangerous');
  });
});

describe('a look-up that stock objects are pickled by', () => {
  it('is known where numpy before 1.20 names a ufunc by it', async () => {
    const { safety } = await inspectBytes(
      pickle(
        op.global('numpy.core', '_ufunc_reconstruct'),
        op.text('numpy.core.umath'),
        op.text('log1p'),
        op.tuple2,
        op.reduce,
      ),
    );
    equal(safety.verdict, 'known-imports');
    deepEqual(safety.imports, ['numpy.core.umath.log1p']);
  });

  it('is dangerous where it gives anything else', async () => {
    for (const [module, name] of [
      ['os', 'system'],
      ['numpy', 'load'],
      ['numpy', 'ndarray'],
      ['numpy.core.multiarray', '_reconstruct'],
    ]) {
      const { safety } = await inspectBytes(
        pickle(
          op.global('numpy.core', '_ufunc_reconstruct'),
          op.text(module as string),
          op.text(name as string),
          op.tuple2,
          op.reduce,
        ),
      );
      equal(safety.verdict, 'dangerous', `${module}.${name}`);
    }
    const kept = await inspectBytes(
      pickle(op.global('numpy.core', '_ufunc_reconstruct'), op.tuple1),
    );
    equal(kept.safety.verdict, 'dangerous');
  });

  it('is known where a vectorizer keeps a method of texts', async () => {
    for (const [builtins, text] of [
      ['builtins', 'str'],
      ['__builtin__', 'unicode'],
    ] as const) {
      const method = (name: string) =>
        pickle(
          op.global(builtins, 'getattr'),
          op.global(builtins, text),
          op.text(name),
          op.tuple2,
          op.reduce,
        );
      equal((await inspectBytes(method('split'))).safety.verdict, 'known-imports');
      for (const name of ['format', '__subclasses__', '__class__']) {
        equal((await inspectBytes(method(name))).safety.verdict, 'dangerous', name);
      }
    }
  });

  it('is known of a cache that makes no folder', async () => {
    const memory = (module: string, ...args: Buffer[]) =>
      inspectBytes(pickle(op.global(module, 'Memory'), op.mark, ...args, op.tuple, op.reduce));
    const old = 'sklearn.externals.joblib.memory';
    equal((await memory(old, op.none, op.none)).safety.verdict, 'known-imports');
    equal((await memory(old, op.text('/etc/x'))).safety.verdict, 'dangerous');
    equal((await memory('joblib.memory', op.text('/etc/x'))).safety.verdict, 'dangerous');
  });

  it('is known in the arguments of a training run, whose constructor is not called', async () => {
    const made = pickle(
      op.global('transformers.training_args', 'TrainingArguments'),
      op.emptyTuple,
      op.newobj,
      op.emptyDict,
      op.mark,
      op.text('distributed_type'),
      op.global('accelerate.utils.dataclasses', 'DistributedType'),
      op.text('NO'),
      op.tuple1,
      op.reduce,
      op.setItems,
      op.build,
    );
    equal((await inspectBytes(made)).safety.verdict, 'known-imports');
    const called = pickle(
      op.global('transformers.training_args', 'TrainingArguments'),
      op.text('folder'),
      op.tuple1,
      op.reduce,
    );
    equal((await inspectBytes(called)).safety.verdict, 'dangerous');
  });
});
