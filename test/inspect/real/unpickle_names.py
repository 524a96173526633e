"""Says what Python's own unpicklers would import from pickles, without importing any of it.

Takes paths on standard input, one a line, and prints a JSON list of dotted names for each: what
`pickle` asks for, and what joblib asks for, up to the end or the first error. Every class is
replaced by one that does nothing, but numpy's dtype and joblib's array wrapper, which decide how
the bytes of arrays are read.
"""

import io
import json
import pickle
import resource
import sys
import warnings

import joblib.numpy_pickle
import numpy

warnings.simplefilter("ignore")

REAL = {
    ("numpy", "dtype"): numpy.dtype,
    ("numpy", "ndarray"): numpy.ndarray,
    ("joblib.numpy_pickle", "NumpyArrayWrapper"): joblib.numpy_pickle.NumpyArrayWrapper,
}


class Nothing:
    """Takes whatever a pickle does to an object."""

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return Nothing()

    def __setstate__(self, state):
        pass

    def __setitem__(self, key, value):
        pass

    def __hash__(self):
        return id(self)

    def append(self, item):
        pass

    def extend(self, items):
        pass

    def add(self, item):
        pass


def recording(base):
    class Recorder(base):
        seen = None

        def find_class(self, module, name):
            self.seen.add(f"{module}.{name}")
            return REAL.get((module, name), Nothing)

        def persistent_load(self, pid):
            return Nothing()

    return Recorder


Plain = recording(pickle.Unpickler)
Pure = recording(pickle._Unpickler)
Joblib = recording(joblib.numpy_pickle.NumpyUnpickler)


def names(content):
    seen = set()
    for make in (
        lambda file: Plain(file),
        lambda file: Pure(file),
        lambda file: Joblib("model", file, False),
    ):
        reader = make(io.BytesIO(content))
        reader.seen = seen
        try:
            reader.load()
        except BaseException:
            pass
    return sorted(seen)


def main():
    sys.setrecursionlimit(5000)
    # A damaged length must not take the machine's memory.
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    for line in sys.stdin:
        with open(line.rstrip("\n"), "rb") as file:
            print(json.dumps(names(file.read())), flush=True)


if __name__ == "__main__":
    main()
