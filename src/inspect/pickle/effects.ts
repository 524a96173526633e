/**
 * What an import of a pickle could do once it is called, as text for a reason. The longest dotted
 * prefix counts: `os.system` before `os`. Source: the documentation of Python 3.14's standard
 * library and of the packages.
 */
const EFFECTS: Record<string, string> = {};

const RUNS_COMMANDS = 'runs any command';
const RUNS_PYTHON = 'runs any Python';
const CALLS = 'looks up or calls any function';
const IMPORTS = 'imports any module';
const UNPICKLES = 'loads another pickle, which can run anything';
const NETWORK = 'opens network connections';
const FILES = 'reads, writes or deletes files';
const MACHINE_CODE = 'runs machine code';
const READS_MODEL = 'reads a file that the pickle names';

const says = (effect: string, names: string) => {
  for (const name of names.trim().split(/\s+/)) EFFECTS[name] = effect;
};

says(
  RUNS_COMMANDS,
  `os.system os.popen os.popen2 os.popen3 os.popen4 os.execl os.execle os.execlp os.execlpe
   os.execv os.execve os.execvp os.execvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv
   os.spawnve os.spawnvp os.spawnvpe os.posix_spawn os.posix_spawnp os.startfile os.fork
   posix.system posix.popen posix.execv posix.execve posix.posix_spawn posix.posix_spawnp posix.fork
   nt.system nt.popen nt.startfile nt.execv nt.execve nt.spawnv nt.spawnve subprocess commands
   popen2 pty _posixsubprocess _winapi.CreateProcess asyncio.subprocess
   asyncio.create_subprocess_exec asyncio.create_subprocess_shell multiprocessing pipes
   webbrowser platform.popen distutils.spawn numpy.distutils.exec_command
   torch.utils.cpp_extension paramiko`,
);
says(
  RUNS_PYTHON,
  `builtins.eval builtins.exec builtins.compile builtins.execfile __builtin__.eval
   __builtin__.exec __builtin__.compile __builtin__.execfile code codeop runpy timeit bdb pdb
   profile cProfile trace doctest types.CodeType types.FunctionType types.LambdaType
   types.MethodType cloudpickle dill numpy.testing torch.jit torch.fx torch._dynamo IPython
   sympy numba pandas.eval pandas.core.computation scipy.stats._distn_infrastructure
   idlelib lib2to3 unittest fickling hypothesis rlcompleter sqlite3 logging.config`,
);
says(
  CALLS,
  `builtins.getattr builtins.setattr builtins.delattr builtins.vars builtins.globals
   builtins.locals builtins.map builtins.filter builtins.apply builtins.type builtins.super
   __builtin__.getattr __builtin__.setattr __builtin__.delattr __builtin__.apply
   __builtin__.map __builtin__.filter __builtin__.globals __builtin__.vars operator _operator
   functools _functools itertools inspect gc types atexit signal threading _thread thread
   concurrent sched weakref copyreg copy_reg joblib.parallel.Parallel contextlib
   numpy.vectorize numpy.apply_along_axis`,
);
says(
  IMPORTS,
  `builtins.__import__ __builtin__.__import__ importlib _frozen_importlib
   _frozen_importlib_external imp zipimport pkgutil pkg_resources pydoc sys site zipapp
   ensurepip pip setuptools distutils`,
);
says(
  UNPICKLES,
  `pickle _pickle cPickle marshal shelve torch.load torch.serialization numpy.load joblib.load
   joblib.numpy_pickle joblib.numpy_pickle_compat pandas.read_pickle pandas.io.pickle
   torch.storage._load_from_bytes torch.hub jsonpickle copy`,
);
says(
  NETWORK,
  `socket _socket ssl _ssl http httplib urllib urllib2 urllib3 ftplib smtplib smtpd poplib imaplib
   nntplib telnetlib xmlrpc xmlrpclib socketserver SocketServer BaseHTTPServer SimpleHTTPServer
   asyncio asyncore asynchat requests httpx aiohttp wsgiref boto3`,
);
says(
  FILES,
  `builtins.open __builtin__.open __builtin__.file io _io os posix nt shutil pathlib tempfile
   glob fileinput linecache codecs tarfile zipfile gzip bz2 lzma dbm numpy.save numpy.savetxt
   numpy.fromfile numpy.loadtxt numpy.genfromtxt numpy.memmap joblib.dump joblib.memory torch.save
   pandas.read_csv csv mmap logging`,
);
says(MACHINE_CODE, 'ctypes _ctypes cffi mmap.mmap torch.ops torch.classes numpy.ctypeslib');
says(READS_MODEL, 'xgboost.core.Booster lightgbm.basic.Booster catboost.core.CatBoost');
says(
  'ends the program',
  'os._exit os.abort os.kill posix._exit posix.abort sys.exit builtins.exit',
);

/** What the import of `name` could do, or null if the table does not have it. */
export function effectOf(name: string): string | null {
  for (let part = name; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    if (Object.hasOwn(EFFECTS, part)) return EFFECTS[part] as string;
  }
  return null;
}

/** The rank of an import in a list of reasons: the worst comes first. */
export function rankOfEffect(name: string): number {
  const effect = effectOf(name);
  const order = [RUNS_COMMANDS, RUNS_PYTHON, MACHINE_CODE, CALLS, IMPORTS, UNPICKLES];
  const at = effect === null ? -1 : order.indexOf(effect);
  return at >= 0 ? at : effect === null ? order.length + 1 : order.length;
}
