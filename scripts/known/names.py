"""Derives the known names of installed packages: what a pickle may import, and why that is harmless.

    python scripts/known/names.py PART.json [PACKAGE...]
                      writes the names of this installation, of these packages or of all
    python scripts/known/names.py --merge LIST.json PART.json...
                      makes the committed list of several installations; a PART may be a committed list
    python scripts/known/names.py --refused [PACKAGE...]
                      prints what was not listed, with the words that call for a look

Only a name that its own module defines is listed (`obj.__module__` and `__qualname__` say so), never
a module, a re-export of a foreign thing or a walk through attributes. What rules.py says of a module
decides what is listed; risk.py has the words that need a look by a person, and rules.py its outcome.
Runs on Python 3.6 and later, since old releases need old Pythons.
"""
from __future__ import print_function

import importlib
import inspect
import io
import json
import os
import pkgutil
import re
import sys
import types
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import risk  # noqa: E402
import rules  # noqa: E402
import unchecked  # noqa: E402

warnings.simplefilter("ignore")


#: What a class defines to decide what its pickles do; object's own are compiled.
OWN_PICKLING = ("__setstate__", "__reduce__", "__reduce_ex__")


def modules_of(package):
    """The modules of a package that can be imported here, by their names."""
    try:
        root = importlib.import_module(package)
    except Exception:
        return
    yield package, root
    if not hasattr(root, "__path__"):
        return
    found = pkgutil.walk_packages(root.__path__, package + ".", onerror=lambda name: None)
    for _, name, _ in found:
        if rules.SKIPPED.search(name):
            continue
        if package in rules.ONLY and not rules.ONLY[package].search(name):
            continue
        try:
            yield name, importlib.import_module(name)
        except BaseException:  # an optional part whose own package is not installed
            continue


def own(name, attribute, thing):
    """Whether `thing` is defined by module `name` as `attribute`, as pickle looks it up."""
    if inspect.ismodule(thing) or not re.match(r"^[^\W\d]\w*$", attribute):
        return False
    try:
        module = getattr(thing, "__module__", None)
        qualname = getattr(thing, "__qualname__", getattr(thing, "__name__", None))
    except Exception:  # things that answer to every attribute
        return False
    return callable(thing) and module == name and qualname == attribute


def verdict_on(name, attribute, thing):
    """The reason under which a name is listed, or None and the words that speak against it."""
    is_class = isinstance(thing, type)
    for module, pattern, wants_class, reason, looked in rules.RULES:
        if wants_class != is_class or not module.match(name) or not pattern.match(attribute):
            continue
        words = risk.of_class(thing) if is_class else risk.mentions(thing)
        if is_class and issubclass(thing, BaseException):
            return None, {"an exception"}
        if words - looked:
            return None, words - looked
        if reason == "text" and any(isinstance(getattr(thing, each, None), types.FunctionType) for each in OWN_PICKLING):
            return None, {"pickling of its own"}
        return reason, set()
    return None, None


def methods_of(full, cls):
    """The listed methods of a class, as it has them."""
    return [
        method
        for pattern, methods in rules.METHODS
        if pattern.match(full)
        for method in methods
        if callable(getattr(cls, method, None))
    ]


def cut_of(parts):
    """Where a name of rules.py is parted into module and name: a few methods are listed so."""
    return -2 if parts[-2] in ("ZoneInfo", "str", "unicode") else -1


def derive(only=None):
    """Listed names as {module: {reason: set of names}}, and the refused as {name: words}."""
    listed, refused = {}, {}

    def put(module, reason, attribute):
        listed.setdefault(module, {}).setdefault(reason, set()).add(attribute)

    for package in only or rules.PACKAGES:
        for name, module in modules_of(package):
            for attribute, thing in sorted(vars(module).items()):
                # Up to scikit-learn 1.5, this module says of itself that it is called so.
                if name == "sklearn._loss._loss" and re.match(r"(__pyx_unpickle_)?Cy", attribute):
                    reason = "compiled" if isinstance(thing, type) else "rebuild"
                    if getattr(thing, "__module__", None) == "_loss":
                        put("_loss", reason, attribute)
                        continue
                if not own(name, attribute, thing):
                    continue
                reason, words = verdict_on(name, attribute, thing)
                if reason is not None:
                    put(name, reason, attribute)
                    for method in methods_of(name + "." + attribute, thing):
                        put(name, "method", attribute + "." + method)
                elif words:
                    refused[name + "." + attribute] = words
    for full, reason in rules.SINGLE.items():
        if only and full.split(".")[0] not in {name.split(".")[0] for name in only}:
            continue
        parts = full.split(".")
        cut = cut_of(parts)
        try:
            thing = importlib.import_module(".".join(parts[:cut]))
            for attribute in parts[cut:]:
                thing = getattr(thing, attribute)
        except Exception:
            continue
        if not inspect.ismodule(thing):
            put(".".join(parts[:cut]), reason, ".".join(parts[cut:]))
    for full, reason in unchecked.UNCHECKED.items():
        parts = full.split(".")
        put(".".join(parts[: cut_of(parts)]), reason, ".".join(parts[cut_of(parts) :]))
    for full, reason in weights_only().items():
        put(full.rsplit(".", 1)[0], reason, full.rsplit(".", 1)[1])
    return listed, refused


def weights_only():
    """What `torch.load(weights_only=True)` takes, by name, where torch is imported."""
    torch = sys.modules.get("torch")
    if torch is None:
        return {}
    from torch._weights_only_unpickler import _get_allowed_globals

    def reason(name, thing):
        if name.startswith(("builtins.", "collections.")):
            return "builtin"
        if isinstance(thing, type) or type(thing).__name__ == "StorageType":
            return "tensor"
        return "rebuild" if callable(thing) else "value"

    return {name: reason(name, thing) for name, thing in _get_allowed_globals().items()}


def releases():
    """The packages that names were derived from here, as `name version`."""
    found = []
    for package, distribution in rules.DISTRIBUTIONS.items():
        module = sys.modules.get(package)
        version = getattr(module, "__version__", None)
        if version is not None:
            found.append("%s %s" % (distribution, str(version).split("+")[0]))
    return found


def merged(data, listed, found_in):
    """The data of a list with these names added."""
    data["reasons"] = rules.REASONS
    data["releases"] = sorted(set(data["releases"]) | set(found_in))
    for module, by_reason in listed.items():
        there = data["modules"].setdefault(module, {})
        taken = {name: reason for reason, text in there.items() for name in text.split()}
        for reason, names in by_reason.items():
            taken.update((name, reason) for name in names)
        there.clear()
        for name, reason in sorted(taken.items()):
            there[reason] = (there.get(reason, "") + " " + name).strip()
    return data


def committed(data):
    """The data in the form in which it is committed, as the formatter of the sources leaves it."""
    releases = {}
    for release in data["releases"]:
        package, version = release.split(" ")
        releases.setdefault(package, []).append(tuple(map(int, re.findall(r"\d+", version))))
    used = {reason for groups in data["modules"].values() for reason in groups}
    return {
        "releases": {
            package: " ".join(".".join(map(str, version)) for version in sorted(versions))
            for package, versions in releases.items()
        },
        "reasons": {
            reason: {"kind": kind, "why": why}
            for reason, (kind, why) in rules.REASONS.items()
            if reason in used
        },
        "modules": data["modules"],
    }


def read(path):
    """The list in the file at `path`; an empty one where there is none."""
    if not os.path.exists(path):
        return {"releases": [], "reasons": {}, "modules": {}}
    with io.open(path, encoding="utf-8") as file:
        return json.load(file)


def write(path, data):
    with io.open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=True) + "\n")


def main():
    if sys.argv[1] == "--merge":
        data = read("")
        for part in map(read, sys.argv[3:]):
            names = {
                module: {reason: text.split() for reason, text in groups.items()}
                for module, groups in part["modules"].items()
            }
            found_in = part["releases"]
            if isinstance(found_in, dict):  # a list in its committed form: it is added to
                found_in = [name + " " + each for name, text in found_in.items() for each in text.split()]
            data = merged(data, names, found_in)
        write(sys.argv[2], committed(data))
        return
    listed, refused = derive(sys.argv[2:])
    if sys.argv[1] == "--refused":
        for name, words in sorted(refused.items()):
            print(name, " ".join(sorted(words)))
        return
    write(sys.argv[1], merged(read(sys.argv[1]), listed, releases()))


if __name__ == "__main__":
    main()
