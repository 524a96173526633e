"""Tables whose columns the specification names: pandas DataFrames."""

from __future__ import annotations

import csv
import warnings
from typing import Any

import pandas as pd

from runner.formats import MAX_ROWS, limit, over
from runner.specification import Part


def read_csv(path: str, part: Part) -> pd.DataFrame:
    """The table as pandas reads it, its columns in the specification's order.

    Cells of a column of dtype `str` are texts; an empty cell is a missing value. Raises
    ValueError where a column is missing, unknown, there twice, or holds no numbers.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        names = next(csv.reader(file), [])
    _check_names(names, part)
    most = limit(MAX_ROWS)
    with warnings.catch_warnings():
        # A row that is longer than the first line would lose its end.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            frame = pd.read_csv(
                path,
                dtype={name: str for name, dtype in part.columns if dtype == "str"},
                encoding="utf-8-sig",
                index_col=False,
                nrows=most + 1,
                low_memory=False,
            )
        except pd.errors.ParserWarning:
            raise ValueError(f"a row has more than {len(names)} cells") from None
    if len(frame) > most:
        raise over(MAX_ROWS)
    return _checked(frame, part)


def from_json(values: Any, part: Part) -> pd.DataFrame:
    """The table of a list of objects, one a row, or of an object of columns.

    Raises ValueError as read_csv() does.
    """
    rows = values if isinstance(values, list) else [values]
    if not rows or any(not isinstance(row, dict) for row in rows):
        raise ValueError("it is no list of objects, one for each row")
    for row in rows:
        _check_names(list(row), part)
    if isinstance(values, dict) and any(isinstance(v, list) for v in values.values()):
        return _checked(pd.DataFrame(values), part)
    return _checked(pd.DataFrame(rows), part)


def _check_names(names: list[str], part: Part) -> None:
    wanted = [name for name, _ in part.columns]
    missing = [name for name in wanted if name not in names]
    unknown = [name for name in names if name not in wanted]
    if missing and len(missing) == len(wanted):
        raise ValueError(f"it has to name the columns {', '.join(wanted)}")
    if missing:
        raise ValueError(f"it has no column {', '.join(missing)}")
    if unknown:
        raise ValueError(f"the model has no column {', '.join(unknown)}")
    if len(names) != len(wanted):
        raise ValueError("a column is there twice")


def _checked(frame: pd.DataFrame, part: Part) -> pd.DataFrame:
    """The columns in order, each of numbers where the specification does not say `str`."""
    if frame.empty:
        raise ValueError("no rows")
    for name, dtype in part.columns:
        column = frame[name]
        if dtype == "str":
            frame[name] = column.where(column.isna(), column.astype(str))
        elif column.dtype.kind not in "biuf":
            numbers = pd.to_numeric(column, errors="coerce")
            wrong = column[numbers.isna() & column.notna()]
            if len(wrong):
                raise ValueError(
                    f"row {wrong.index[0] + 1}, column {name}: {wrong.iloc[0]!r} is not a "
                    "number"
                )
            frame[name] = numbers
        frame[name] = _as(frame[name], dtype)
    return frame[[name for name, _ in part.columns]]


def _as(column: pd.Series, dtype: str | None) -> pd.Series:
    """The numbers in the declared dtype where each of them can be; else as they are."""
    if dtype in (None, "str") or column.dtype.kind not in "biuf":
        return column
    try:
        cast = column.astype(dtype)
    except (TypeError, ValueError):
        return column  # an empty cell in a column of whole numbers
    return cast if (cast == column).where(column.notna(), True).all() else column


def made_up(part: Part) -> pd.DataFrame:
    """A row of numbers. Raises ValueError where a column is of texts: any may be wrong."""
    texts = [name for name, dtype in part.columns if dtype == "str"]
    if texts:
        raise ValueError(f"no text can be made up for the column {texts[0]}")
    return pd.DataFrame({name: [0.5] for name, _ in part.columns})
