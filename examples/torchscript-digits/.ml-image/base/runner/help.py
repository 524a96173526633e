"""What --help and --version print, out of the specification."""

from __future__ import annotations

from runner.specification import OWN_FLAGS, Part, Spec
from runner.text import describe, plain

# How the help writes a value by its type; the values of inputs and outputs are files.
VALUES = {"int": "INT", "float": "FLOAT", "string": "TEXT", "enum": "CHOICE"}


def help_text(spec: Spec) -> str:
    """What --help prints."""
    lines = [version_text(spec)]
    if spec.raw.get("description"):
        lines += ["", plain(spec.raw["description"])]
    lines += ["", "Usage:", *_usage(spec)]
    for title, parts in (
        ("Inputs", spec.inputs),
        ("Params", spec.params),
        ("Outputs", spec.outputs),
    ):
        if parts:
            lines += ["", f"{title}:", *_table([_row(part) for part in parts])]
    return "\n".join([*lines, "", "Other:", *_table(list(OWN_FLAGS.items()))])


def version_text(spec: Spec) -> str:
    """What --version prints."""
    return plain(f"{spec.raw.get('id', 'model')} {spec.raw.get('version', '')}")


def _usage(spec: Spec) -> list[str]:
    docker = spec.raw.get("docker") or {}
    image = f"{docker.get('image_name', 'IMAGE')}:{docker.get('image_tag', 'latest')}"
    data = docker.get("data_path", "/data")
    # The names under which ABLInfer stores the files, so they are good examples.
    files = [
        f"{part.prefix}{data}/{part.key}{part.extension}"
        for part in spec.order
        if part.required and part.section != "params"
    ]
    return [
        f'  docker run --rm -u "$(id -u):0" -v "$PWD:{data}" \\',
        f"    {image} {' '.join(files)}",
    ]


def _row(part: Part) -> tuple[str, str]:
    """The flag with its value, and what is to be known of it."""
    left = part.prefix + (VALUES.get(part.type, "FILE") if part.word else part.label)
    facts: list[str] = []
    if part.section != "params":
        facts = [part.extension, part.dtype or "", describe(part.shape)]
        facts += [] if part.required else ["optional"]
    elif part.type == "bool":
        left = part.flag
    else:
        facts = [", ".join(part.choices), part.bounds]
        if "default" in part.raw:
            facts.append(f"default {part.raw['default']}")
    words = [str(part.raw.get(k) or "").rstrip(".") for k in ("name", "description")]
    text = ". ".join(word for word in words if word)
    note = "; ".join(fact for fact in facts if fact)
    return left, f"{text} ({note})" if note else text


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {plain(left):{width}}  {plain(right)}" for left, right in rows]
