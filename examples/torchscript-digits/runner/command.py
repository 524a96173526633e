"""The command line that ABLInfer makes of the specification (1.2.3, ablinfer/base.py).

Each input and output is named <data_path>/<key><extension>, params are texts as Python
prints them, and a bool is its flag where it is true, else nothing.
"""

from __future__ import annotations

from typing import Any

from runner.failure import Failure
from runner.specification import Spec


def default_values(spec: Spec, folder: str, inputs: list[str]) -> dict[str, Any]:
    """What each key stands for: these input files, all outputs, params at defaults.

    Raises Failure where a param has no default, which ABLInfer does not take.
    """
    values: dict[str, Any] = {}
    for part in spec.order:
        if part.section == "params":
            if "default" not in part.raw:
                raise Failure(f"model-spec.json: params.{part.key} has no default")
            values[part.key] = part.raw["default"]
        elif part.section == "outputs" or part.file in inputs:
            values[part.key] = f"{folder.rstrip('/')}/{part.file}"
    return values


def texts_of(spec: Spec, values: dict[str, Any]) -> dict[str, str]:
    """The values as the texts that must arrive; a bool that is false is not there."""
    texts = {}
    for part in spec.order:
        if part.key in values and part.type != "bool":
            texts[part.key] = str(values[part.key])
        elif values.get(part.key):
            texts[part.key] = ""
    return texts


def words_of(spec: Spec, texts: dict[str, str]) -> list[str]:
    """The texts as the words of a command line, in the order of the specification."""
    words: list[str] = []
    for part in spec.order:
        if part.key not in texts:
            continue
        text = texts[part.key]
        if part.type == "bool":
            words.append(part.flag)
        elif part.flag == "" or part.flag.endswith("="):
            words.append(part.flag + text)
        else:
            words += [part.flag, text]
    return words


def print_command(spec: Spec) -> None:
    """Print the command for the inputs in the archive on stdin, one word a line.

    Before it stands what the line is: `folder`, `input`, `word` or `output`.
    """
    from runner.archive import unpack

    names = unpack(spec, None)
    texts = texts_of(spec, default_values(spec, spec.data_path, names))
    lines = [("folder", spec.data_path), *(("input", name) for name in names)]
    lines += [("word", word) for word in words_of(spec, texts)]
    lines += [("output", texts[part.key]) for part in spec.outputs]
    for _, text in lines:
        if len(text.splitlines()) > 1:
            raise Failure(f"a shell cannot try {text!r}: it has a line break")
    print("\n".join(" ".join(line) for line in lines))
