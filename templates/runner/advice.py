"""Suggests a remedy where a package, a class or an operation is missing."""

from __future__ import annotations

import re

from runner.text import plain

# How the frameworks say that they do not know an operation: TorchScript, TensorFlow,
# ONNX Runtime.
OPERATIONS = (
    re.compile(r"Unknown builtin op: ([\w:]+)"),
    re.compile(r"Op type not registered '([^']+)'"),
    re.compile(r"([\w.]+:\w+)\(-?\d+\) is not a registered function/op"),
)
# pickle's message where a module lacks the class or function that the file names.
NO_ATTRIBUTE = re.compile(r"Can't get attribute '([^']+)' on <module '([^']+)'")


def advice(error: BaseException) -> str:
    """What to do about the error, to append to its message; empty if unknown."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        module = plain(error.name.split(".")[0], 80)
        return (
            f"; put its package into requirements.txt (ml-image pip NAME), or "
            f"{module}.py into src/"
        )
    text = str(error)
    missing = NO_ATTRIBUTE.search(text)
    if missing:
        name, module = plain(missing[1], 80), plain(missing[2], 80)
        if module in ("model", "__main__"):
            return f"; the model file needs {name}: define or import it in model.py"
        return (
            f"; {module} in this image has no {name}: install the release that the model "
            "was saved with (requirements.txt)"
        )
    for pattern in OPERATIONS:
        operation = pattern.search(text)
        if operation:
            return (
                f"; import the package that brings the operation {plain(operation[1], 80)} "
                "in model.py, and put it into requirements.txt"
            )
    return ""
