import { STANDARD_LIBRARY } from './stdlib.ts';

/** How an import of a pickle is judged; `known` means seen in ordinary models, never "safe". */
export type Judgement = 'known' | 'unknown' | 'dangerous';

const words = (text: string) => text.trim().split(/\s+/);
const under = (module: string, names: string) => words(names).map((name) => `${module}.${name}`);

const TYPES = words('Double Float Half Long Int Short Char Byte Bool BFloat16');

/**
 * What `torch.load(weights_only=True)` takes: the allow-list of torch 2.13
 * (`torch/_weights_only_unpickler.py`, `_get_allowed_globals`, 144 names).
 */
export const TORCH_WEIGHTS_ONLY: ReadonlySet<string> = new Set([
  ...under('collections', 'OrderedDict Counter'),
  ...under('builtins', 'bytearray set complex'),
  '_codecs.encode',
  'torch.nn.parameter.Parameter',
  'torch.serialization._get_layout',
  'torch._tensor._rebuild_from_type_v2',
  ...under('torch.storage', 'TypedStorage UntypedStorage'),
  ...under('torch', 'Size Tensor device float16 float32 float64 bfloat16 bool'),
  ...under('torch', 'complex32 complex64 complex128 float4_e2m1fn_x2'),
  ...under('torch', 'float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu'),
  ...under('torch', 'bits16 bits1x8 bits2x4 bits4x2 bits8 qint32 qint8 quint2x4 quint4x2 quint8'),
  ...under('torch', 'per_channel_affine per_channel_affine_float_qparams per_channel_symmetric'),
  ...under('torch', 'per_tensor_affine per_tensor_symmetric'),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64].flatMap((n) => [`torch.int${n}`, `torch.uint${n}`]),
  ...under(
    'torch._utils',
    `_rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor
     _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_sparse_tensor _rebuild_nested_tensor
     _rebuild_meta_tensor_no_storage _rebuild_wrapper_subclass
     _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor`,
  ),
  ...TYPES.flatMap((type) => [
    `torch.${type}Storage`,
    `torch.${type}Tensor`,
    `torch.cuda.${type}Storage`,
    `torch.cuda.${type}Tensor`,
    ...(type === 'Bool' ? [] : [`torch.sparse.${type}Tensor`, `torch.cuda.sparse.${type}Tensor`]),
  ]),
  ...under('torch', 'ComplexDoubleStorage ComplexFloatStorage QInt32Storage QInt8Storage'),
  ...under('torch', 'QUInt2x4Storage QUInt4x2Storage QUInt8Storage'),
  ...under('torch.cuda', 'ComplexDoubleStorage ComplexFloatStorage'),
]);

const NUMPY = words(`multiarray._reconstruct multiarray.scalar numeric._frombuffer`).flatMap(
  (name) => [`numpy.core.${name}`, `numpy._core.${name}`],
);

/** Functions of numbers and arrays, which transformers keep as parameters. */
const ARITHMETIC =
  words(`abs absolute add argmax argmin cos divide exp expm1 log log10 log1p log2 max
   maximum mean median min minimum multiply negative ptp reciprocal sign sin sqrt square std
   subtract sum tan tanh var isnan identity`);

/** Functions of torch that layers keep as their activation or loss. */
const ACTIVATIONS = words(`celu cross_entropy elu gelu hardsigmoid hardswish hardtanh l1_loss
   leaky_relu log_softmax logsigmoid mish mse_loss nll_loss relu relu6 selu sigmoid silu
   smooth_l1_loss softmax softplus softsign tanh tanhshrink`);

/** Data types and rebuilders that pickles of ordinary models import, by exact name. */
const KNOWN: ReadonlySet<string> = new Set([
  ...TORCH_WEIGHTS_ONLY,
  ...under('builtins', 'frozenset list dict tuple int float bool str bytes slice range object'),
  ...under(
    '__builtin__',
    'set frozenset list dict tuple int float bool str bytes object bytearray',
  ),
  ...under('__builtin__', 'complex slice xrange unicode long'),
  ...under('copyreg', '_reconstructor __newobj__ __newobj_ex__'),
  'copy_reg._reconstructor',
  ...under('collections', 'defaultdict deque'),
  ...under('datetime', 'datetime date time timedelta timezone'),
  ...under('pathlib', 'PosixPath PurePosixPath WindowsPath PureWindowsPath Path PurePath'),
  ...under('pathlib._local', 'PosixPath PurePosixPath WindowsPath PureWindowsPath'),
  ...words(
    'decimal.Decimal fractions.Fraction uuid.UUID random.Random types.SimpleNamespace re._compile',
  ),
  'argparse.Namespace',
  ...NUMPY,
  ...words('numpy numpy._core._multiarray_umath numpy.core._multiarray_umath').flatMap((module) =>
    ARITHMETIC.map((name) => `${module}.${name}`),
  ),
  ...words('torch.nn.functional torch._C._nn').flatMap((module) =>
    ACTIVATIONS.map((name) => `${module}.${name}`),
  ),
  'scipy._lib.array_api_compat.numpy._aliases.asarray',
  ...under('numpy', 'ndarray dtype bool_ str_ bytes_ float16 float32 float64 longdouble'),
  ...under('numpy', 'int8 int16 int32 int64 uint8 uint16 uint32 uint64 complex64 complex128'),
  ...under('numpy.random._pickle', '__randomstate_ctor __generator_ctor __bit_generator_ctor'),
  ...under('numpy.random', '__RandomState_ctor mtrand.RandomState _mt19937.MT19937'),
  ...under('numpy.random', '_pcg64.PCG64 _philox.Philox _sfc64.SFC64'),
  ...under('numpy.random.bit_generator', 'SeedSequence __pyx_unpickle_SeedSequence'),
  'numpy.matrixlib.defmatrix.matrix',
  ...under('numpy.ma', 'MaskedArray core._mareconstruct core.MaskedArray'),
  'joblib.numpy_pickle.NumpyArrayWrapper',
  ...words('csr csc coo bsr dia dok lil').flatMap((kind) =>
    words(`_${kind} ${kind}`).flatMap((module) =>
      under(`scipy.sparse.${module}`, `${kind}_matrix ${kind}_array`),
    ),
  ),
  ...under('scipy.interpolate', '_bsplines.BSpline _interpolate.interp1d interpolate.interp1d'),
  ...under('pandas.core', 'frame.DataFrame series.Series internals.managers.BlockManager'),
  ...under('pandas.core', 'internals.managers.SingleBlockManager indexes.range.RangeIndex'),
  ...under('pandas.core.indexes.base', 'Index _new_Index'),
  'pandas._libs.internals._unpickle_block',
  ...under('xgboost.core', 'Booster Objective'),
  'lightgbm.basic.Booster',
]);

/** Families of known names: estimators and their parts, layers of torch.nn. */
const FAMILIES: readonly RegExp[] = [
  // Estimators and the compiled classes they are made of.
  /^sklearn(\.(?!externals|datasets|callback|experimental|tests|_?test|utils)\w+)*\.[A-Z_]*[A-Z]\w*$/,
  /^sklearn\.utils\.(_bunch|deprecation|_random|_weight_vector|_seq_dataset|validation)\.[A-Z]\w*$/,
  /^sklearn(\.(?!externals|datasets|callback|experimental|tests|_?test)\w+)*\.(newObj|__pyx_unpickle_\w+)$/,
  /^sklearn\.metrics\.(_\w+|pairwise)\.\w+_(score|loss|error|kernel|distances|deviance)$/,
  /^sklearn\.feature_selection\._?univariate_selection\.(f_classif|f_regression|chi2)$/,
  /^sklearn\.(preprocessing\._function_transformer\._identity|metrics\._scorer\._passthrough_scorer)$/,
  /^sklearn\.feature_extraction\.text\.strip_accents_(unicode|ascii)$/,
  /^sklearn\.cluster\._kmeans\._kmeans_single_(lloyd|elkan)$/,
  /^xgboost\.sklearn\.XGB\w+$/,
  /^lightgbm\.sklearn\.LGBM\w+$/,
  /^torch\.nn\.modules\.(activation|batchnorm|container|conv|dropout|flatten|fold|instancenorm|linear|loss|normalization|padding|pixelshuffle|pooling|rnn|sparse|transformer|upsampling|module)\.[A-Z]\w*$/,
];

/** Capitalised names that libraries import from elsewhere and that do more than hold data. */
const BORROWED =
  /\.(Parallel|Memory|Path|Popen|Request|ThreadPoolExecutor|NamedTemporaryFile|Function|StaticModule|RemovableHandle|BackwardHook)$/;

/** Libraries whose functions load, run or look up other things: only their known names pass. */
const LIBRARIES = words(
  `torch numpy joblib scipy pandas dill cloudpickle keras tensorflow transformers jax setuptools
   pip pkg_resources IPython nltk fickling hypothesis ipykernel paramiko requests torchvision
   torchaudio distutils numba cffi`,
);

/** Parts of a dotted name that reach for the interpreter or another module. */
const REACHING =
  /(^|\.)(__\w+__|os|sys|subprocess|builtins|importlib|posix|nt|shutil|ctypes)(\.|$)/;

/**
 * Judges one import of a pickle, fail closed: what stands in no list is never `known`.
 * @param name dotted, `module.name`
 */
export function judgeImport(name: string): Judgement {
  if (KNOWN.has(name)) return 'known';
  if (FAMILIES.some((family) => family.test(name)) && !BORROWED.test(name)) return 'known';
  const parts = name.split('.');
  const top = parts[0] as string;
  if (STANDARD_LIBRARY.has(top) || !/^\w+(\.\w+)+$/u.test(name)) return 'dangerous';
  if (top !== '__main__' && REACHING.test(name)) return 'dangerous';
  if (LIBRARIES.includes(top) && !/^_?[A-Z]/.test(parts.at(-1) as string)) return 'dangerous';
  if (/^joblib\.numpy_pickle/.test(name) || BORROWED.test(name)) return 'dangerous';
  return 'unknown';
}
