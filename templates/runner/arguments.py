"""The command line, taken apart by the flags of the specification."""

from __future__ import annotations

import os

from runner.failure import Failure
from runner.specification import GPU_FLAG, OWN_FLAGS, Part, Spec
from runner.text import is_number


def parse_arguments(spec: Spec, arguments: list[str]) -> dict[str, str]:
    """Give the text of each key that is given, and "" for a flag of the image's own.

    Both `--flag=value` and `--flag value` are taken. Values may start with a dash.
    """
    flags = {part.word: part for part in spec.order if part.word}
    texts: dict[str, str] = {}
    loose: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        word = _flag_of(argument, flags)
        part, text = flags.get(word), argument[len(word) + 1 :]
        if argument in OWN_FLAGS:
            texts[argument] = ""
        elif argument == "--":
            loose += rest
            break
        elif part is None and argument.startswith("-") and not is_number(argument):
            raise Failure(_unknown_flag(argument, flags), 2)
        elif part is None:
            loose.append(argument)
        elif part.key in texts:
            raise Failure(f"{word} is given twice", 2)
        elif part.type == "bool" and text:
            raise Failure(f"{word} takes no value", 2)
        elif part.type == "bool" or argument != word:
            texts[part.key] = text
        elif not rest:
            raise Failure(f"{word} needs a value", 2)
        else:
            texts[part.key] = rest.pop(0)
    return {**texts, **_placed(spec, loose)}


def _flag_of(argument: str, flags: dict[str, Part]) -> str:
    """The longest flag that is the argument, or its part before a `=`; else nothing."""
    fitting = (flag for flag in flags if f"{argument}=".startswith(f"{flag}="))
    return max(fitting, key=len, default="")


def _placed(spec: Spec, loose: list[str]) -> dict[str, str]:
    """The values without a flag, by the keys in whose places they stand.

    With fewer values than places, the last places that need no value stay empty.
    """
    places = [part for part in spec.order if not part.word]
    for part in reversed(places):
        if len(places) > len(loose) and not part.required:
            places = [p for p in places if p is not part]
    if len(loose) > len(places):
        raise Failure(f"unexpected argument {loose[len(places)]!r}; see --help", 2)
    return {part.key: text for part, text in zip(places, loose)}


def _unknown_flag(argument: str, flags: dict[str, Part]) -> str:
    import difflib

    word = argument.split("=", 1)[0]
    if word in OWN_FLAGS:
        return f"{word} takes no value"
    if word == GPU_FLAG:
        return (
            f"unknown flag {word}: this image computes on the CPU; "
            "ml-image regenerate --accelerator cuda makes it one for GPUs"
        )
    near = difflib.get_close_matches(word, [*flags, *OWN_FLAGS], 1)
    hint = f"did you mean {near[0]}?" if near else "see --help"
    return f"unknown flag {word}; {hint}"


def check_files(spec: Spec, texts: dict[str, str]) -> None:
    """Raise where a required value is missing or a path is empty or used twice."""
    missing = [p.label for p in spec.order if p.required and p.key not in texts]
    if missing:
        raise Failure(f"{', '.join(missing)} missing; see --help", 2)
    for part in spec.inputs + spec.outputs:
        if texts.get(part.key) == "":
            raise Failure(f"{part.label} needs the path of a file", 2)
    paths = [os.path.realpath(texts[p.key]) for p in spec.outputs if p.key in texts]
    for path in paths:
        if paths.count(path) > 1:
            raise Failure(f"two outputs would be written to {path}", 2)
