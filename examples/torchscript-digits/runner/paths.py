"""Which paths are one file, however they are written, and what no output may replace."""

from __future__ import annotations

import os
import stat

from runner.failure import Failure
from runner.specification import Part, Spec
from runner.text import escaped

# What an image has in its folder, beside model/.
CODE = ("entrypoint.py", "model.py", "model-spec.json", "runner", "src")


def same_file(one: str, other: str) -> bool:
    """Whether two paths lead to one file: by links of either kind, `..`, or case.

    Case counts as the file system has it, so only where the file is there.
    """
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def check_outputs(spec: Spec, texts: dict[str, str]) -> None:
    """Raise Failure where an output would replace an input, the model or an output."""
    outputs = [part for part in spec.outputs if part.key in texts]
    for at, part in enumerate(outputs):
        path = texts[part.key]
        for other in outputs[:at]:
            if same_file(path, texts[other.key]) and not same_file(path, os.devnull):
                real = escaped(os.path.realpath(path))
                raise Failure(f"two outputs would be written to {real}", 2)
        for source in spec.inputs:
            if source.key in texts and same_file(path, texts[source.key]):
                raise Failure(
                    f"{part.label} would replace {source.label}: {escaped(path)} is "
                    f"the same file as {escaped(texts[source.key])}; "
                    "write to another path",
                    2,
                )
        _check_against_image(spec, part, path)


def _check_against_image(spec: Spec, part: Part, path: str) -> None:
    """Raise Failure where the output is the model or the image's code, or is in it."""
    models = [os.path.join(spec.folder, "model")]
    models += [os.environ["MODEL_PATH"]] if os.environ.get("MODEL_PATH") else []
    code = [os.path.join(spec.folder, name) for name in CODE]
    for what, kept in (("the model", models), ("the image's code", code)):
        if any(_is_in(path, place) for place in kept):
            raise Failure(
                f"{part.label}: {escaped(path)} is {what} or inside it; "
                "write to another path",
                2,
            )


def _is_in(path: str, place: str) -> bool:
    """Whether the path is the place or below it."""
    real = os.path.realpath(path)
    while not same_file(real, place):
        above = os.path.dirname(real)
        if above == real:
            return False
        real = above
    return True


def check_input(path: str) -> None:
    """Raise OSError where there is no such file, ValueError where it is no plain file.

    A device or a pipe has no size to hold against a limit, and may never end.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "Is a directory")
    if not stat.S_ISREG(mode):
        raise ValueError(f"it is {kind_of(mode)}, not a file")


def kind_of(mode: int) -> str:
    """What a mode says that a path is, where it is no plain file."""
    kinds = {
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFBLK: "a block device",
        stat.S_IFCHR: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "something else")
