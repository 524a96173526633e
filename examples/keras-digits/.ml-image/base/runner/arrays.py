"""Shapes and dtypes: what the model declares, and what a file holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from runner.failure import Failure
from runner.specification import Part
from runner.text import describe

# Arrays by the model's own names.
Arrays = dict[str, np.ndarray]


def fit(array: np.ndarray, part: Part) -> np.ndarray:
    """The array as the model takes it: batch dimension added, dtype cast.

    Raises Failure where the shape or the dtype cannot be the model's.
    """
    if part.shape is not None:
        given, wanted = array.shape, part.shape
        if len(given) + 1 == len(wanted) and wanted[0] in (None, 1):
            given = (1, *given)
        if len(given) != len(wanted) or any(
            w is not None and w != g for g, w in zip(given, wanted)
        ):
            raise Failure(
                f"{part.label}: the model takes shape {describe(wanted)}, "
                f"given {describe(array.shape)}"
            )
        array = array.reshape(given)
    result = cast(array, part.dtype)
    if result is None:
        raise Failure(
            f"{part.label}: the model takes {part.dtype}, given {array.dtype}, and the "
            "cast would change values; if that is meant, cast in preprocess()"
        )
    return result


def cast(array: np.ndarray, dtype: str | None) -> np.ndarray | None:
    """The array as that dtype where no value changes, else None.

    A dtype that numpy has no name for (bfloat16) is left to model.py.
    """
    if dtype is None:
        return array
    if dtype == "str":
        return _as_text(array)
    try:
        target = np.dtype(dtype)
    except TypeError:
        return array
    if array.dtype == target:
        return array
    if array.dtype.kind not in "biufc" or target.kind not in "biufc":
        return None
    if np.can_cast(array.dtype, target, "safe"):
        return array.astype(target)
    if array.dtype.kind == "c":
        return None
    with np.errstate(all="ignore"):
        there = array.astype(target)
        back = there.astype(array.dtype)
    same = np.array_equal(back, array, equal_nan=array.dtype.kind == "f")
    return there if same else None


def cast_if_same(array: np.ndarray, dtype: str | None) -> np.ndarray:
    """The array as that dtype where no value changes, else as it is."""
    same = cast(array, dtype)
    return array if same is None else same


def _as_text(array: np.ndarray) -> np.ndarray | None:
    """Bytes and objects that hold text as numpy's str; None where there is none."""
    if array.dtype.kind == "U":
        return array
    values = array.ravel().tolist()
    if array.dtype.kind not in "SO" or not all(
        isinstance(v, (str, bytes)) for v in values
    ):
        return None
    texts = [
        v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in values
    ]
    return np.array(texts, dtype=str).reshape(array.shape)


def parsed(values: Any, part: Part) -> np.ndarray:
    """Numbers or texts of a text file; they have no dtype, so they take the model's."""
    if part.dtype in ("str", "float16", "float32", "float64"):
        return np.array(values, dtype=part.dtype)
    array = np.array(values)
    if array.dtype.kind not in "OU":
        return array
    try:
        return array.astype("int64")
    except (TypeError, ValueError, OverflowError):
        return array.astype("float64")


def only_leading(array: np.ndarray, most: int) -> np.ndarray:
    """Drop leading dimensions of length 1 until at most `most` are left."""
    while array.ndim > most and array.shape[0] == 1:
        array = array[0]
    return array
