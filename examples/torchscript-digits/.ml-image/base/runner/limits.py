"""What an input may hold at most; an environment variable changes each limit.

A small file can claim or unpack to far more than a machine has. Readers ask here before
they allocate, and while they unpack.
"""

from __future__ import annotations

import os

from runner.failure import Failure

MAX_BYTES = "ML_IMAGE_MAX_INPUT_BYTES"
MAX_PIXELS = "ML_IMAGE_MAX_PIXELS"
MAX_ROWS = "ML_IMAGE_MAX_ROWS"

# By variable: the default, its unit, and what it limits. The defaults let through a CT
# of 1024 x 1024 x 2000 in float32, a picture of 32768 x 32768, and 20 million rows.
LIMITS = {
    MAX_BYTES: (8 * 2**30, "bytes", "bytes of an input, unpacked"),
    MAX_PIXELS: (2**30, "pixels", "pixels of a picture"),
    MAX_ROWS: (20 * 10**6, "rows", "rows of a table"),
}


def limit(name: str) -> int:
    """The present value of a limit. Raises Failure where the variable has no such."""
    text = os.environ.get(name, "").strip()
    if not text:
        return LIMITS[name][0]
    if not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) > 0):
        raise Failure(f"{name}: {text!r} is not a whole number from 1 to 10**18-1", 2)
    return int(text)


def present() -> list[tuple[str, str]]:
    """Each variable with its present value, and what it limits. Raises Failure as limit()."""
    return [(f"{name}={limit(name)}", LIMITS[name][2]) for name in LIMITS]


def over(name: str, count: int | None = None) -> Failure:
    """The failure of an input beyond a limit; with a count, as the input claims it."""
    unit = LIMITS[name][1]
    has = f"{count} {unit}, more" if count is not None else f"more {unit}"
    return Failure(f"it has {has} than the limit of {limit(name)}; {name} changes it")


def hold(name: str, count: int) -> None:
    """Raise Failure where a count is beyond the limit."""
    if count > limit(name):
        raise over(name, count)


def hold_array(shape: tuple[int, ...], itemsize: int) -> int:
    """The bytes of such an array. Raises Failure beyond the limit, ValueError below 0.

    Values of no bytes count as one each: an array of them is endless otherwise.
    """
    count = max(1, itemsize)
    for length in shape:
        if length < 0:
            raise ValueError(f"its shape has the negative length {length}")
        count *= int(length)
    hold(MAX_BYTES, count)
    return count
