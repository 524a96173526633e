/** Classifies the imports of a pickle. */
import { type KnownKind, knownName } from './known/lookup.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

export { TORCH_WEIGHTS_ONLY } from './known/weights-only.ts';

/** The class of an import; `known` means seen in ordinary models, never "safe". */
export type Trust = 'known' | 'unknown' | 'dangerous';

const words = (text: string) => text.trim().split(/\s+/);

/**
 * Libraries that were reviewed, or whose functions load, run or look up other things: only their
 * known names are accepted.
 */
const LIBRARIES: ReadonlySet<string> = new Set(
  words(`
    torch numpy joblib scipy pandas dill cloudpickle keras tensorflow transformers jax setuptools
    pip pkg_resources IPython nltk fickling hypothesis ipykernel paramiko requests torchvision
    torchaudio distutils numba cffi sklearn imblearn xgboost lightgbm catboost tokenizers lightning
    lightning_fabric pytorch_lightning pyarrow polars statsmodels skops onnx onnxruntime datasets
    accelerate peft safetensors huggingface_hub fsspec dask distributed ray pyspark mlflow jinja2
    yaml _yaml sympy django flask sqlalchemy twisted gevent pexpect plumbum sh fabric invoke
  `),
);

/** Capitalised names that libraries import from other modules and that do more than hold data. */
const BORROWED: ReadonlySet<string> = new Set(
  words(`
    Parallel Memory Path Popen Request ThreadPoolExecutor ProcessPoolExecutor ThreadPool Pool
    Process Thread Timer NamedTemporaryFile TemporaryDirectory TemporaryFile SpooledTemporaryFile
    Function StaticModule RemovableHandle BackwardHook CDLL PyDLL WinDLL OleDLL LibraryLoader
    CFUNCTYPE PYFUNCTYPE ZipFile TarFile GzipFile BZ2File LZMAFile FileIO Unpickler Pickler
    CloudPickler NumpyUnpickler FunctionType CodeType MethodType LambdaType Environment Template
    InteractiveInterpreter InteractiveConsole Pdb Bdb FTP HTTPConnection HTTPSConnection SMTP
    URLopener FancyURLopener PackageImporter PackageExporter Library LazyLoader LazyModule
    _LazyModule ModuleType Tracer
  `),
);

/** Modules that lead out of a package: a name that goes through one does not belong to it. */
const LEADING_OUT: ReadonlySet<string> = new Set(
  words(`
    os sys subprocess builtins importlib posix nt shutil ctypes timeit runpy pty pdb pickle cPickle
    _pickle marshal imp socket webbrowser cProfile pkgutil code codeop commands popen2 ctypeslib
    cffi cloudpickle dill joblib multiprocessing tempfile zipimport site
  `),
);

/** Names of the standard library that packages also use for their submodules. */
const LOCAL_MODULES: ReadonlySet<string> = new Set(
  words(`
    signal random array typing dataclasses json numbers queue token string statistics time calendar datetime
    decimal fractions math cmath stat code trace profile select test io html copy warnings logging
    dataclasses
  `),
);

/** Names of libraries that other packages use for their submodules. */
const LOCAL_PARTS = words(
  'numpy pandas scipy torch keras datasets distributed tokenizers onnx jax',
);

/** Short names that packages import each other by. */
const ALIASES: ReadonlySet<string> = new Set(words('np pd sp plt tf jnp mp nx F xp'));

/** Whether the path within a library goes through a module that is not part of it. */
function leadsOut(between: string[]): boolean {
  return between.some(
    (part) =>
      ALIASES.has(part) ||
      (LIBRARIES.has(part) && !LOCAL_PARTS.includes(part)) ||
      (STANDARD_LIBRARY.has(part) && !LOCAL_MODULES.has(part)),
  );
}

/**
 * Classifies one import of a pickle and fails closed: only a whole name in the lists that
 * `scripts/known/names.py` makes is known, never a part of it.
 * @param name dotted, module and name
 */
export function classifyImport(name: string): Trust {
  if (knownName(name) !== null) return 'known';
  const parts = name.split('.');
  const [top, last] = [parts[0] as string, parts.at(-1) as string];
  if (STANDARD_LIBRARY.has(top) || !/^\w+(\.\w+)+$/u.test(name)) return 'dangerous';
  if (top === '__main__') return parts.length === 2 ? 'unknown' : 'dangerous';
  if (parts.some((part) => /^__\w+__$/.test(part))) return 'dangerous';
  if (parts.slice(0, -1).some((part) => LEADING_OUT.has(part))) return 'dangerous';
  if (LEADING_OUT.has(last) || BORROWED.has(last)) return 'dangerous';
  if (!LIBRARIES.has(top)) return 'unknown';
  if (!/^_*[A-Z]/.test(last) || leadsOut(parts.slice(1, -1))) return 'dangerous';
  return top === 'joblib' && parts[1]?.startsWith('numpy_pickle') ? 'dangerous' : 'unknown';
}

/** What a pickle may do with a known name; null for any other. */
export function kindOfKnown(name: string): KnownKind | null {
  return knownName(name)?.kind ?? null;
}
