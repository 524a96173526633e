"""Saves stock objects by each pickler; used by stock-objects.py."""
from __future__ import print_function

import itertools
import os
import pickle
import re
import sys
import warnings

warnings.simplefilter("ignore")
folder = sys.argv[1]
only_defaults = "--defaults" in sys.argv
if not os.path.isdir(folder):
    os.makedirs(folder)
made = []


def optional(name):
    """A package, or None where it is not installed."""
    try:
        __import__(name)
        return sys.modules[name]
    except Exception:
        return None


joblib, cloudpickle = optional("joblib"), optional("cloudpickle")
if joblib is None:
    from sklearn.externals import joblib
#: Seconds that one fit may take.
SLOWEST = 3
SAFE = re.compile(r"[^\w.-]")
protocols = itertools.cycle(range(pickle.HIGHEST_PROTOCOL + 1))
compress = itertools.cycle([0, ("zlib", 3), ("gzip", 3)])


def save(name, thing):
    """One file by each pickler; what cannot be pickled is no stock object."""
    protocol = next(protocols)
    try:
        data = pickle.dumps(thing, protocol)
    except Exception:
        return
    made.append(name)
    with open(os.path.join(folder, "%s.p%d.pkl" % (name, protocol)), "wb") as file:
        file.write(data)
    if len(made) % 2:
        joblib.dump(thing, os.path.join(folder, name + ".joblib"), compress=next(compress))
    if cloudpickle is not None:
        with open(os.path.join(folder, name + ".cloud.pkl"), "wb") as file:
            file.write(cloudpickle.dumps(thing))


def data():
    """Small data that most estimators can be fitted to."""
    import numpy as np

    random = np.random.RandomState(0)
    X = random.rand(30, 4)
    return X, (np.arange(30) % 2), X[:, 0] + X[:, 1]
