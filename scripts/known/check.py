"""Holds the lists of known names against the packages that are installed.

    python scripts/known/check.py FOUND.txt LIST.json...

Each name that can be looked up here must be what its list says (a class, a function, no module), be
defined by its own package, and be the same thing however its dots are parted into module and name.
No callable of another package may be reached under a listed name by walking through a module.
Adds what it found to FOUND.txt, writes what torch's weights_only takes to FOUND.txt.weights-only, and ends with 1 where a name is something else. What is not installed
here is not judged: `scripts/known-check.ts` asks several installations and says what none of them has.
"""
from __future__ import print_function

import importlib
import inspect
import io
import os
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import names  # noqa: E402
import rules  # noqa: E402
import unchecked  # noqa: E402

warnings.simplefilter("ignore")
MISSING = object()


def resolved(parts, cut):
    """What pickle finds for a module and a name; MISSING where there is none."""
    if parts[0] == "_loss":  # what scikit-learn up to 1.5 calls its own module
        parts, cut = ["sklearn", "_loss"] + parts, cut + 2
    try:
        thing = importlib.import_module(".".join(parts[:cut]))
        for part in parts[cut:]:
            thing = getattr(thing, part)
        return thing
    except BaseException:
        return MISSING


def fault(full, kind, thing):
    """What is wrong with a listed name, or None."""
    if inspect.ismodule(thing):
        return "is a module"
    if kind in ("class", "instance") and not isinstance(thing, type):
        # Cython and pandas wrap a few; what they give is an instance of a class all the same.
        return "is no class"
    if kind == "function" and not callable(thing):
        return "cannot be called"
    module = getattr(thing, "__module__", None) or ""
    if module == "importlib._bootstrap" and isinstance(thing, type) and issubclass(thing, int):
        return None  # the enumerations of Cython before 3.1 say so of themselves
    if module == "numpy.lib.utils" and kind == "function":
        return None  # how numpy's `deprecate` wraps a function of others
    if module + "." + getattr(thing, "__qualname__", "") in rules.SINGLE:
        return None  # a class of numpy that scikit-learn had a copy of, for older ones
    reviewed = full in rules.SINGLE or full in unchecked.UNCHECKED or full in names.weights_only()
    if not reviewed and module.split(".")[0] != full.split(".")[0].replace("_loss", "sklearn") and module != "_loss":
        return "comes from " + module
    return None


def listed(paths):
    """Every listed name with its kind."""
    found = {}
    for path in paths:
        data = names.read(path)
        for module, groups in data["modules"].items():
            for reason, text in groups.items():
                for name in text.split():
                    found[module + "." + name] = data["reasons"][reason]["kind"]
    return found


def walked():
    """Names under which a callable of another package is reached through a module of ours."""
    for package in rules.PACKAGES:
        top = package.split(".")[0]
        for name in [each for each in list(sys.modules) if each.split(".")[0] == top]:
            for attribute, inner in list(vars(sys.modules[name]).items()):
                if not inspect.ismodule(inner) or inner.__name__.split(".")[0] == top:
                    continue
                for last, thing in list(vars(inner).items()):
                    if callable(thing):
                        yield name + "." + attribute + "." + last


def main():
    out, known = sys.argv[1], listed(sys.argv[2:])
    wrong, found = [], set()
    if any(full.startswith("torch.") for full in known):
        try:
            importlib.import_module("torch")
        except ImportError:
            pass
    for full, kind in sorted(known.items()):
        parts = full.split(".")
        things = [resolved(parts, cut) for cut in range(1, len(parts))]
        there = [thing for thing in things if thing is not MISSING]
        if not there:
            continue
        found.add(full)
        if any(thing is not there[0] for thing in there):
            wrong.append(full + " depends on how it is parted")
        said = fault(full, kind, there[-1])
        if said is not None:
            wrong.append(full + " " + said)
    if "torch" in sys.modules:
        with io.open(out + ".weights-only", "w", encoding="utf-8") as file:
            file.write("".join(full + "\n" for full in sorted(names.weights_only())))
    foreign = set(walked())
    wrong += [full + " walks out of its package" for full in sorted(foreign & set(known))]
    with io.open(out, "a", encoding="utf-8") as file:
        file.write("".join(full + "\n" for full in sorted(found)))
    for line in wrong:
        print("WRONG", line)
    print("%d of %d names are here, %d are wrong; %d foreign callables are reached by walking, none of "
          "them known" % (len(found), len(known), len(wrong), len(foreign)))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
