""".txt: a text, in UTF-8."""

from __future__ import annotations

from typing import Any

from runner.arrays import as_array
from runner.specification import Part


def read(path: str, part: Part) -> str:
    """The text, without the line break at its end."""
    with open(path, encoding="utf-8-sig") as file:
        return file.read().removesuffix("\n")


def write(path: str, value: Any, part: Part) -> None:
    """Write a text, or of several one a line. Raises ValueError where it is none."""
    texts = [value] if isinstance(value, str) else as_array(value).ravel().tolist()
    if any(isinstance(text, dict) for text in texts):
        raise ValueError("a .txt holds a text; declare .json for a dict")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{text}\n" for text in texts)
