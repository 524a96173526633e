"""What is listed as known, by package and module, and why it is harmless. Read by names.py.

Harmless is said of what a pickle can do with a name: call it with any arguments (REDUCE), make an
instance without `__init__` (NEWOBJ), set any state on that instance (BUILD), and keep it as a value
that its holder calls with arrays.
"""
import re
from collections import OrderedDict

#: reason: [kind, why]. Kinds: `class` may be made in every way and filled; `instance` may be made
#: without a call (NEWOBJ) and filled; `function` may be called; `value` may only be referred to.
REASONS = {
    "array": ["class", "an array, sparse matrix, data type or number; made from bytes and numbers"],
    "arguments": ["instance", "settings of a training run; values under names (its constructor reads files)"],
    "builtin": ["class", "a plain value of Python; made from plain values"],
    "choice": ["class", "one of a list of texts"],
    "cache": ["instance", "where a pipeline keeps results while it is fitted; a folder's name (its constructor makes the folder)"],
    "compiled": ["class", "compiled part of an estimator; made from arrays and numbers"],
    "distribution": [
        "instance",
        "a distribution of scipy; harmless with the template that scipy itself writes in its state",
    ],
    "estimator": ["class", "an estimator; its constructor only stores its parameters"],
    "frame": ["class", "a frame, index or its parts; made from arrays and labels"],
    "layer": ["class", "a layer or loss; made from numbers and tensors"],
    "method": ["function", "a method that a stock object keeps; it computes numbers from numbers"],
    "model": ["instance", "a model; its state is its serialized trees (its constructor opens files)"],
    "part": ["class", "part of an estimator; holds parameters, arrays or other parts"],
    "pure": ["function", "a pure function of arrays and numbers"],
    "rebuild": ["function", "rebuilds an array, frame, tensor or compiled part from plain values"],
    "settings": [
        "instance",
        "settings of a training run; its state is plain values (its constructor sets up devices)",
    ],
    "tensor": ["class", "a tensor, storage or data type; made from storages and numbers"],
    "text": ["instance", "a tokenizer; its state is its own description (its constructor opens files)"],
    "value": ["value", "a constant or a class that is only referred to"],
}

PACKAGES = """
sklearn imblearn scipy.sparse scipy.interpolate scipy.stats scipy.spatial scipy.special
scipy.optimize scipy._lib.array_api_compat.numpy numpy pandas joblib xgboost lightgbm catboost
torch.nn torch.optim tokenizers transformers.tokenization_utils transformers.tokenization_utils_base
transformers.tokenization_utils_fast transformers.tokenization_utils_sentencepiece
transformers.tokenization_utils_tokenizers transformers.tokenization_python transformers.models
""".split()

#: Of packages that are too large to be imported whole, the modules that are looked into.
ONLY = {"transformers.models": re.compile(r"\.tokenization_\w+$")}

DISTRIBUTIONS = OrderedDict(
    [
        ("sklearn", "scikit-learn"), ("imblearn", "imbalanced-learn"), ("numpy", "numpy"),
        ("scipy", "scipy"), ("pandas", "pandas"), ("joblib", "joblib"), ("xgboost", "xgboost"),
        ("lightgbm", "lightgbm"), ("catboost", "catboost"), ("torch", "torch"),
        ("tokenizers", "tokenizers"), ("transformers", "transformers"), ("accelerate", "accelerate"), ("pytorch_lightning", "pytorch-lightning"),
        ("lightning", "lightning"), ("pyarrow", "pyarrow"),
    ]
)

#: Modules that are not looked into: tests, programs, what loads, fetches, draws or runs.
SKIPPED = re.compile(
    r"(^|\.)(tests?|_?testing|_test_common|test_\w+|setup|conftest|_?build_utils|__main__|f2py|distutils|"
    r"ctypeslib|_?mocking|estimator_checks|dask|spark|keras|tensorflow|_plot\w*|plotting|experimental|datasets|callbacks?|"
    r"_callbacks?|io|_pytesttester|tracker|widget|monoforest|lib\._datasource|cv|parsers|sas|json|window|_libs\.sas)(\.|$)|"
    r"^pandas\.(util|_config|api|compat|errors)\b|^pandas\.core\.(computation|reshape|window|groupby|"
    r"resample|ops|tools|util|interchange|_numba|methods)\b|^numpy\.(lib|typing|testing|compat|_utils|"
    r"_typing|conftest|_core\.(tests|include)|core\.(tests|include))\b|"
    r"^joblib\.(?!numpy_pickle$)|^sklearn\.externals\.(?!joblib(\.numpy_pickle)?$)|^pyarrow\.(?!lib$)|"
    r"^sklearn\.utils\.(fixes|parallel|_joblib|_repr_html|_show_versions)\b(?<!fixes)|"
    r"^sklearn\.(_built_with_meson|_min_dependencies|conftest|show_versions)|^scipy\.stats\.(_rvs_sampling|"
    r"_unuran|mstats|sampling|_new_distributions)\b|^torch\.nn\.(utils\.(?!weight_norm|spectral_norm|"
    r"parametriz)|parallel\.(?!data_parallel|distributed$)|attention|backends|cpp)"
)


def rule(module, names, kind, reason, looked=""):
    """`looked`: words of risk.py that were looked at in these classes and are harmless there."""
    fits = [re.compile("^(?:%s)$" % pattern) for pattern in (module, names)]
    return fits[0], fits[1], kind == "class", reason, set(looked.split())


#: Methods of frames and models that read or write files when they are called, which no pickle does.
FRAME_METHODS = "import_optional_dependency loads pickle to_csv to_pickle rename eval() read_json read_parquet"
MODEL_METHODS = "rmtree mkdtemp ctypes load_model loads model_file open() save_model"

#: Methods of tokenizers that fetch, read or write their files when they are called, which no pickle does.
TOKENIZER_METHODS = ("from_pretrained open() loads from_file rename importlib import_module makedirs hf_hub_download "
                     "urlopen socket subprocess eval() mkdir hub compile() load_model model_file")

# No metaclass: a call of one makes a class.
CLASS = r"_*[A-Z]\w*(?<!Meta)"
ANY = r"\w+"

#: (module, names, class or function, reason); the first that fits decides, none: not listed.
RULES = [
    rule(r"(sklearn|imblearn)(\.\w+)*", r"newObj|__pyx_unpickle_\w+", "function", "rebuild"),
    rule(r"sklearn\.utils\.fixes", "MaskedArray", "class", "array"),
    rule(r"sklearn\.(externals|utils\.fixes)(\..*)?", ANY, "class", None),
    rule(r"sklearn\.feature_extraction\.text", CLASS, "class", "estimator", "open()"),  # fit() and transform()
    rule(r"(sklearn|imblearn)(\.\w+)*", CLASS + "|make_column_selector", "class", "estimator", "check_memory"),  # in fit() alone
    rule(r"sklearn\.metrics\.(_?classification|_?regression|_?ranking|pairwise|_dist_metrics|cluster(\.\w+)*)",
         r"(?!check_|get_)[a-z]\w*", "function", "pure", "memmap"),
    rule(r"sklearn\.(feature_selection\._?(univariate_selection|mutual_info_?|mutual_info)|"
         r"_loss\.\w+)", r"[a-z]\w*", "function", "pure"),
    rule(r"sklearn\.gaussian_process\.(correlation|regression)_models", r"[a-z]\w*", "function", "pure"),
    rule(r"sklearn\.decomposition\._?fastica_?", "_logcosh|_exp|_cube", "function", "pure"),
    rule(r"numpy(\.\w+)*", r"_reconstruct|scalar|_frombuffer|_mareconstruct|__\w*_ctor|__pyx_unpickle_\w+|"
         r"_convert_to_\w+", "function", "rebuild"),
    rule(r"numpy\.(polynomial\.\w+|matrixlib\.defmatrix|ma\.core|core\.records|_core\.records|rec|dtypes|random)", CLASS + r"|recarray|record|matrix",
         "class", "array"),
    rule(r"scipy\.sparse(\.\w+)*", r"_?\w+_(matrix|array)|_?\w*base\w*|spmatrix|sparray", "class", "array"),
    rule(r"scipy\.(interpolate|spatial)(\.\w+)*", CLASS + r"|interp[12n]d?|cKDTree\w*", "class", "compiled"),
    rule(r"scipy\.(interpolate|spatial)(\.\w+)*", r"__pyx_unpickle_\w+", "function", "rebuild"),
    rule(r"scipy\.spatial\.distance", r"(?!_)\w+", "function", "pure"),
    rule(r"scipy\.stats\.(_continuous_distns|_discrete_distns|_levy_stable(\.\w+)?|_multivariate|_distn_infrastructure)",
         r"\w+_gen|rv_(sample|histogram|discrete|continuous)", "class", "distribution", "exec() ctypes"),  # src/inspect/pickle/state.ts judges the state
    rule(r"scipy\.stats\._distn_infrastructure", r"rv_(continuous_|discrete_)?frozen", "class", "part"),
    rule(r"scipy\.stats\.(_multivariate|_levy_stable(\.\w+)?)", r"\w+_frozen|_PSD", "class", "part"),
    rule(r"scipy\.stats\._covariance", r"Cov\w+", "class", "part"),
    rule(r"scipy\.stats\.(_?kde)", "gaussian_kde", "class", "part"),
    rule(r"scipy\.optimize(\.\w+)*", r"OptimizeResult|Bounds", "class", "part"),
    rule(r"pandas(\.\w+)*", r"_unpickle_\w+|\w+_unpickle|__pyx_unpickle_\w+|_new_\w*Index|_new_Index|_\w*reconstruct\w*|_restore_\w+",
         "function", "rebuild"),
    rule(r"pandas\.core\.(frame|series|flags|categorical|sparse\.\w+|index|panel|internals(\.\w+)*|indexes(\.\w+)*|"
         r"arrays(\.\w+)*|dtypes\.dtypes)", CLASS, "class", "frame", FRAME_METHODS),
    rule(r"pandas\.(_libs\.(tslib|period|internals|missing|interval|sparse|arrays|index|tslibs(\.(?!strptime|parsing|conversion)\w+)*)|"
         r"_tslib|tslib|_period|tseries\.(offsets|index|period|tdi)|indexes\.\w+|sparse\.\w+)", r"(?!LocaleTime|TimeRE)" + CLASS, "class", "frame", FRAME_METHODS),
    rule(r"pandas\.(arrays|offsets|tseries\.offsets)", CLASS, "class", "frame", FRAME_METHODS),
    rule(r"(sklearn\.externals\.)?joblib\.numpy_pickle", "NumpyArrayWrapper", "class", "array", "Unpickler memmap pickle"),
    rule(r"xgboost\.sklearn", r"XGB\w+", "class", "estimator", "load_model save_model loads eval() pickle"),
    rule(r"lightgbm\.sklearn", r"LGBM\w+", "class", "estimator", "pickle"),
    rule(r"xgboost\.core", "Booster", "class", "model", MODEL_METHODS),
    rule(r"lightgbm\.basic", "Booster", "class", "model", MODEL_METHODS),
    rule(r"catboost\.core", r"CatBoost\w*", "class", "model", MODEL_METHODS),
    rule(r"torch\.nn\.modules\.\w+", CLASS, "class", "layer"),
    rule(r"torch\.nn\.(parameter|parallel\.data_parallel)", CLASS, "class", "layer"),
    rule(r"torch\.nn\.utils\.(weight_norm|spectral_norm|parametrize|parametrizations)", CLASS, "class", "layer"),
    rule(r"torch\.nn\.functional", r"[a-z]\w*", "function", "pure", "import_module importlib"),  # of torch itself
    rule(r"torch\.optim\.\w+", CLASS, "class", "part"),
    rule(r"tokenizers(\.(?!tools|implementations)\w+)*", CLASS, "class", "text"),
    # Of pickles: a state that becomes attributes; names.py refuses those that have a `__setstate__`.
    rule(r"transformers\.(models\.\w+\.tokenization_\w+|tokenization_\w+)", r"(?!Auto)\w*(Tokenizer(Fast|Legacy|Base)?|Backend)", "class", "text",
         TOKENIZER_METHODS),
]



def under(reason, module, names):
    return [(module + "." + name, reason) for name in names.split()]


ARITHMETIC = """
    abs absolute add all any append arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax
    argmin argsort around asarray atleast_1d atleast_2d average cbrt ceil clip column_stack
    concatenate conj cos cosh count_nonzero cumprod cumsum deg2rad diff digitize divide dot exp exp2
    expand_dims expm1 fabs fix flip float_power floor full_like hstack hypot identity isfinite isinf
    isnan log log10 log1p log2 logical_not max maximum mean median min minimum mod multiply nan_to_num
    nanmax nanmean nanmedian nanmin nanpercentile nanstd nansum nanvar negative ones_like percentile
    positive power prod ptp quantile rad2deg ravel reciprocal remainder reshape rint round sign sin
    sinh sort sqrt square squeeze std subtract sum tan tanh transpose true_divide trunc unique var
    vstack where zeros_like
"""
ACTIVATIONS = """
    celu cross_entropy elu gelu hardsigmoid hardswish hardtanh l1_loss leaky_relu log_softmax
    logsigmoid log_sigmoid mish mish_ mse_loss nll_loss one_hot relu relu6 relu_ selu sigmoid silu
    smooth_l1_loss softmax softplus softsign tanh tanhshrink
"""
UFUNCS = "boxcox boxcox1p digamma erf erfc exp2 exp10 expit expm1 gamma gammaln inv_boxcox log1p log_expit log_ndtr logit ndtr ndtri psi rgamma xlogy"

#: Methods that stock objects keep, by class: all that is listed with a dot in the name, but for zoneinfo.
METHODS = [
    (re.compile(r"^scipy\.stats\.(_discrete_distns\.\w+_gen|_distn_infrastructure\.rv_(discrete|sample))$"), ["_entropy"]),
    (re.compile(r"^scipy\.interpolate\._?interpolate\.interp1d$"), [
        "_call_linear", "_call_linear_np", "_call_nearest", "_call_previousnext", "_call_spline", "_call_nan_spline",
    ]),
]

#: Methods of texts that give a text or a list of them, whatever they are given.
TEXT_METHODS = "casefold lower split splitlines strip title upper"

#: Names that are listed one by one: compiled functions, and what says of itself that it comes from
#: elsewhere. A pickle names a compiled function of numpy by the first module that has it.
SINGLE = OrderedDict(
    under("builtin", "builtins", "bool bytearray bytes complex dict float frozenset int list object range set slice str tuple")
    + under("rebuild", "copyreg", "_reconstructor __newobj__ __newobj_ex__")
    + under("builtin", "collections", "Counter OrderedDict defaultdict deque")
    + under("builtin", "datetime", "date datetime time timedelta timezone")
    + under("builtin", "pathlib", "Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath")
    + under("rebuild", "_codecs", "encode")
    + under("rebuild", "re", "_compile")
    + under("builtin", "decimal", "Decimal")
    + under("builtin", "fractions", "Fraction")
    + under("builtin", "uuid", "UUID")
    + under("builtin", "random", "Random")
    + under("builtin", "types", "SimpleNamespace")
    + under("builtin", "argparse", "Namespace")
    # What it calls stands in the pickle as a name of its own, and no pickle may call what it made.
    + under("part", "functools", "partial")
    + under("pure", "sklearn.utils.validation", "check_array")
    + under("array", "sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper")
    + [
        (module + "." + name, "pure")
        for module in (
            "numpy numpy.core.umath numpy.core.fromnumeric numpy.core._multiarray_umath numpy._core.umath "
            "numpy._core.fromnumeric numpy._core._multiarray_umath numpy.lib.function_base "
            "numpy.lib._function_base_impl numpy.lib.nanfunctions numpy.lib._nanfunctions_impl "
            "numpy.lib.type_check numpy.lib._type_check_impl"
        ).split()
        for name in ARITHMETIC.split()
    ]
    + [(module + "." + name, "pure") for module in ("scipy.special._ufuncs", "scipy.special") for name in UFUNCS.split()]
    + under("pure", "scipy._lib.array_api_compat.numpy._aliases", "asarray")
    + [(module + "." + name, "pure") for module in ("torch", "torch._C._nn", "torch.nn.functional") for name in ACTIVATIONS.split()]
    + under("array", "numpy", "ndarray dtype bool_ bool str_ bytes_ float16 float32 float64 longdouble int8 int16 int32 int64 "
            "uint8 uint16 uint32 uint64 complex64 complex128 clongdouble datetime64 timedelta64 void intc uintc longlong ulonglong record recarray")
    # It gives back the very thing that it is called with, a class for one.
    + under("value", "numpy", "object_")
    + under("array", "numpy.random.mtrand", "RandomState")
    + under("array", "numpy.random._mt19937", "MT19937")
    + under("array", "numpy.random._pcg64", "PCG64 PCG64DXSM")
    + under("array", "numpy.random._philox", "Philox")
    + under("array", "numpy.random._sfc64", "SFC64")
    + under("array", "numpy.random._generator", "Generator")
    + under("array", "numpy.random.bit_generator", "SeedSequence")
    + under("rebuild", "numpy.random.bit_generator", "__pyx_unpickle_SeedSequence")
    + under("rebuild", "numpy.random", "__RandomState_ctor")
    + under("array", "numpy.ma", "MaskedArray")
    + under("array", "numpy.ma.core", "MaskedArray MaskedConstant")
    + under("array", "numpy", "matrix poly1d vectorize")
    + under("array", "numpy.lib.polynomial", "poly1d")
    + under("array", "numpy.lib._polynomial_impl", "poly1d")
    + under("part", "numpy.lib.function_base", "vectorize")
    + under("part", "numpy.lib._function_base_impl", "vectorize")
    + under("rebuild", "scipy.spatial.ckdtree", "new_object")
    + under("pure", "sklearn.model_selection._search_successive_halving", "_refit_callable")
    + under("pure", "sklearn.metrics._scorer", "negative_likelihood_ratio positive_likelihood_ratio")
    + under("rebuild", "pyarrow.lib", "timestamp duration time32 time64 decimal128 decimal256 list_ large_list struct dictionary binary")
    + under("rebuild", "pyarrow.lib", "_restore_array py_buffer type_for_alias chunked_array")
    + under("value", "pandas", "NA NaT")
    + under("frame", "pandas.core.frame", "DataFrame")
    + under("frame", "pandas.core.series", "Series TimeSeries")
    + under("frame", "pandas", "DataFrame Series Index RangeIndex MultiIndex CategoricalIndex DatetimeIndex TimedeltaIndex "
            "PeriodIndex IntervalIndex Categorical CategoricalDtype DatetimeTZDtype PeriodDtype IntervalDtype SparseDtype "
            "StringDtype BooleanDtype ArrowDtype Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype "
            "UInt32Dtype UInt64Dtype Float32Dtype Float64Dtype Flags DateOffset")
    + under("array", "pandas", "Timestamp Timedelta Period Interval")
    + under("rebuild", "pandas._libs.tslibs.timestamps", "_unpickle_timestamp")
    + under("rebuild", "pandas._libs.tslibs.timedeltas", "_timedelta_unpickle")
    + under("rebuild", "pandas._libs.internals", "_unpickle_block")
    + under("rebuild", "pandas._libs.tslibs.nattype", "_nat_unpickle __nat_unpickle")
    + under("value", "pandas._libs.missing", "NA")
    # Their `_unpickle` and `_p` read the time zone of a name, which must not lead out of the database.
    + under("rebuild", "zoneinfo", "ZoneInfo._unpickle")
    + under("builtin", "zoneinfo", "ZoneInfo")
    + under("rebuild", "pytz", "_p _UTC")
    + under("builtin", "pytz", "_FixedOffset")
    + under("builtin", "dateutil.tz.tz", "tzutc tzlocal tzoffset")
    + under("builtin", "dateutil.relativedelta", "relativedelta")
    + under("part", "pytorch_lightning.utilities.parsing", "AttributeDict")
    + under("part", "lightning.pytorch.utilities.parsing", "AttributeDict")
    + under("part", "lightning_fabric.utilities.data", "AttributeDict")
    + under("part", "lightning.fabric.utilities.data", "AttributeDict")
    + under("cache", "joblib.memory", "Memory")
    + under("cache", "joblib._store_backends", "FileSystemStoreBackend")
    + under("cache", "sklearn.externals.joblib.memory", "Memory")
    + under("cache", "sklearn.externals.joblib._store_backends", "FileSystemStoreBackend")
    # training_args.bin, which transformers writes beside its models: values and enumerations.
    + under("arguments", "transformers.training_args", "TrainingArguments")
    + under("arguments", "transformers.training_args_seq2seq", "Seq2SeqTrainingArguments")
    + under("arguments", "transformers.trainer_pt_utils", "AcceleratorConfig")
    + under("arguments", "accelerate.state", "PartialState")
    + under("part", "accelerate.utils.dataclasses", "DistributedType")
    + under("part", "transformers.training_args", "OptimizerNames ParallelMode")
    + under("part", "transformers.debug_utils", "DebugOption")
    + under("part", "transformers.trainer_utils", "IntervalStrategy EvaluationStrategy SchedulerType HubStrategy SaveStrategy FSDPOption")
    + under("part", "transformers.tokenization_utils_base", "BatchEncoding AddedToken")
    # Methods of texts that stock vectorizers keep as their functions, pickled by getattr.
    + [("builtins.str." + name, "method") for name in TEXT_METHODS.split()]
    + under("pure", "builtins", "abs len round")
    + under("rebuild", "sklearn.preprocessing._function_transformer", "_identity")
    + under("pure", "sklearn.metrics._scorer", "_passthrough_scorer")
    + under("pure", "sklearn.metrics.scorer", "_passthrough_scorer")
    + under("pure", "sklearn.feature_extraction.text", "strip_accents_unicode strip_accents_ascii")
    + under("pure", "sklearn.cluster._kmeans", "_kmeans_single_lloyd _kmeans_single_elkan")
)
