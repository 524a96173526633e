"""The values of params: from text to their types, within their bounds."""

from __future__ import annotations

from typing import Any

from runner.failure import Failure
from runner.specification import Part, Spec


def param_values(spec: Spec, texts: dict[str, str]) -> dict[str, Any]:
    """The value of each param by its key."""
    return {part.key: param_value(part, texts.get(part.key)) for part in spec.params}


def param_value(part: Part, text: str | None) -> Any:
    """A param's value in its type, checked; its default where no text is given."""
    if part.type == "bool":
        return text is not None
    if text is None:
        return part.raw.get("default")
    if part.type == "enum" and text not in part.choices:
        allowed = ", ".join(part.choices)
        raise Failure(f"{part.label}: {text!r} is none of {allowed}", 2)
    if part.type not in ("int", "float"):
        return text
    try:
        value = int(text) if part.type == "int" else float(text)
    except ValueError:
        kind = "a whole number" if part.type == "int" else "a number"
        raise Failure(f"{part.label}: {text!r} is not {kind}", 2) from None
    low, high = part.raw.get("min"), part.raw.get("max")
    # Written so that NaN is refused as well.
    if not (low is None or value >= low) or not (high is None or value <= high):
        raise Failure(f"{part.label}: {text} is not {part.bounds}", 2)
    return value
