"""Which words in the code of a class or function call for a look by a person.

A name is listed without one only where neither it nor a base of its own package mentions any of them.
"""
import dis
import re
import types

#: Opens files, runs text or programs, imports by name, unpickles, or uses the network.
RISKY = set(
    """
    execfile __import__ importlib import_module __subclasses__ __globals__
    subprocess Popen check_output check_call system popen spawnv ctypes CDLL cdll LoadLibrary cffi
    pickle cPickle cloudpickle dill marshal shelve loads load_model hub unpickle Unpickler
    urlopen urlretrieve urllib socket fetch_file snapshot_download hf_hub_download
    from_pretrained memmap fromfile loadtxt genfromtxt tofile savetxt mkdtemp NamedTemporaryFile
    TemporaryFile unlink rmtree makedirs mkdir rename chmod read_pickle to_pickle read_csv to_csv
    read_json read_parquet Memory check_memory from_file save_model model_file import_optional_dependency
    """.split()
)

#: Words that are risky as a plain name only: as an attribute they are mostly `re.compile` and the like.
RISKY_NAMES = {"open", "exec", "eval", "compile"}

#: Tops of the modules that a base class may come from besides its own package.
HARMLESS_BASES = set(
    """
    builtins abc collections enum typing typing_extensions numbers datetime numpy scipy sklearn
    pandas torch joblib xgboost lightgbm functools imblearn lightning pytorch_lightning
    lightning_fabric tokenizers transformers _abc
    """.split()
)


def functions(thing):
    """The Python functions that a class, method, property or wrapper consists of."""
    if isinstance(thing, type):
        for each in vars(thing).values():
            # A class of its own that is kept as an attribute is listed, or not, by itself.
            if not isinstance(each, type):
                for function in functions(each):
                    yield function
    elif isinstance(thing, property):
        for each in (thing.fget, thing.fset, thing.fdel):
            for function in functions(each):
                yield function
    else:
        thing = getattr(thing, "__func__", thing)
        for _ in range(9):
            if isinstance(thing, types.FunctionType):
                yield thing
            inner = getattr(thing, "__wrapped__", None) or getattr(thing, "fn", None)
            if inner is None:
                return
            thing = inner


def words(code):
    """Names that compiled Python uses; those that are no attribute also with brackets behind."""
    found = set()
    for step in dis.get_instructions(code):
        if not isinstance(step.argval, str):
            if isinstance(step.argval, types.CodeType):
                found |= words(step.argval)
        elif step.opname.startswith("IMPORT"):
            found.update(step.argval.split("."))
        elif step.opname.startswith(("LOAD_GLOBAL", "LOAD_NAME")):
            found.update([step.argval, step.argval + "()"])
        elif step.opname.startswith(("LOAD_ATTR", "LOAD_METHOD")):
            found.add(step.argval)
    return found


#: Functions that show an estimator as HTML, for which they read style sheets of their own package.
LOOKED_AT = re.compile(r"^sklearn\.utils\.(_repr_html|_estimator_html_repr)\b")

_found = {}


def mentions(thing):
    """The risky words of a class or function; none where it is compiled, as such have no Python."""
    if thing not in _found:
        found = set()
        for function in functions(thing):
            if not LOOKED_AT.match(function.__module__ or ""):
                found |= words(function.__code__)
        _found[thing] = found & (RISKY | {word + "()" for word in RISKY_NAMES})
    return _found[thing]


def of_class(cls):
    """What to look at before `cls` is listed: risky words in it and in the bases of its package."""
    top = cls.__module__.split(".")[0]
    found = set()
    for base in cls.__mro__:
        home = base.__module__.split(".")[0]
        if home == top:
            found |= mentions(base)
        elif home not in HARMLESS_BASES:
            found.add("base " + base.__module__ + "." + base.__name__)
    return found
