"""What run.sh asks of an image, in whose folder of code it runs this file's text:

load     imports model.py and loads the model
inputs   writes input files to stdout, as tar; status 3: there are none
command  for the inputs on stdin: ABLInfer's command
trials   tries every promise of the specification on those inputs
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable
from typing import Any, NamedTuple

from runner.arguments import check_files, param_values, parse_arguments
from runner.failures import Failure, guarded, plain, supervise, traceback_of
from runner.formats import MAX_BYTES, hold
from runner.outputs import Target
from runner.prediction import Model, predict
from runner.selftest import write_examples
from runner.specification import Part, Spec

# Where run.sh shows the folder DATA to the image.
GIVEN = "/inputs"
# Where a param has no bound, ABLInfer fills these in (1.2.3, ablinfer/model/normalize.py).
NO_BOUND = (-2147483648, 2147483647, -3.40282e38, 3.40282e38)


class Trial(NamedTuple):
    """Values for a command line, and whether the image has to refuse them."""

    what: str
    values: dict[str, Any]
    is_refused: bool


class Promise(NamedTuple):
    """Trials that one line tells of, and what to look at where one goes wrong."""

    about: str
    look_at: str
    trials: list[Trial]


def write_inputs(spec: Spec) -> None:
    """Write input files to stdout, as an archive: those in /inputs, or examples."""
    there = [p for p in spec.inputs if os.path.isfile(f"{GIVEN}/{p.file}")]
    if there and all(p in there for p in spec.inputs if p.required):
        _pack(GIVEN, [p.file for p in there])
        return
    folder = tempfile.mkdtemp()
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what model.py prints
            names = write_examples(spec, folder)
        _pack(folder, names)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(folder: str, names: list[str]) -> None:
    out: Any = sys.__stdout__
    with tarfile.open(fileobj=out.buffer, mode="w|") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.mode = 0o640  # and root's, as ABLInfer puts it into a container
            with open(os.path.join(folder, name), "rb") as file:
                member.size = os.fstat(file.fileno()).st_size
                archive.addfile(member, file)


def unpack(spec: Spec, folder: str | None) -> list[str]:
    """Put the inputs in the archive on stdin into the folder, if any; give their names."""
    wanted = {part.file for part in spec.inputs}
    found = []
    try:
        with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if member.name in wanted and content is not None:
                    hold(MAX_BYTES, member.size)
                    found.append(member.name)
                    with open(
                        f"{folder}/{member.name}" if folder else os.devnull, "wb"
                    ) as file:
                        shutil.copyfileobj(content, file)
    except tarfile.TarError as error:
        raise Failure("this takes the archive of `inputs` on stdin", 2) from error
    return found


def default_values(spec: Spec, folder: str, inputs: list[str]) -> dict[str, Any]:
    """What each key stands for: these input files, all outputs, params at defaults.

    Raises Failure where a param has no default, which ABLInfer does not take, and where
    the order is empty: ABLInfer then gives no arguments at all.
    """
    if spec.raw.get("order") == []:
        keys = ", ".join(part.key for part in spec.order)
        raise Failure(f"model-spec.json: order is empty; list in it {keys}")
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
    """The command line that ABLInfer makes of the texts (1.2.3, ablinfer/base.py)."""
    words: list[str] = []
    for part in spec.order:
        text = texts.get(part.key)
        if text is not None and part.type == "bool":
            words.append(part.flag)
        elif text is not None:
            joined = part.flag == "" or part.flag.endswith("=")
            words += [part.flag + text] if joined else [part.flag, text]
    return words


def print_command(spec: Spec) -> None:
    """Print `folder`, `input`, `word` or `output` and its text, one a line."""
    names = unpack(spec, None)
    texts = texts_of(spec, default_values(spec, spec.data_path, names))
    lines = [("folder", spec.data_path), *(("input", name) for name in names)]
    lines += [("word", word) for word in words_of(spec, texts)]
    lines += [("output", texts[part.key]) for part in spec.outputs]
    for _, text in lines:
        if len(text.splitlines()) > 1:
            raise Failure(f"a shell cannot try {text!r}: it has a line break")
    print("\n".join(" ".join(line) for line in lines))


def promises(spec: Spec, folder: str, inputs: list[str]) -> list[Promise]:
    """Every promise; the first is the command that ABLInfer makes by default."""
    values = default_values(spec, folder, inputs)
    said = ", with every param at its default" if spec.params else ""
    look_at = "model.py" + (", and the defaults in model-spec.json" if said else "")
    first = Trial(f"every input and output{said}", values, False)
    found = [Promise("", look_at, [first])]
    for part in spec.inputs + spec.outputs:
        # Without its flag a value would be taken for the next one's; ABLInfer does
        # leave out what is not required, so only that is tried.
        if part.key in values and (part.word or not part.required):
            rest = {key: value for key, value in values.items() if key != part.key}
            where = "model-spec.json" if part.required else "model.py; model-spec.json"
            where += f": {part.section}.{part.key}.status is {part.raw.get('status', 'required')}"
            trial = Trial("without it", rest, part.required)
            found.append(Promise(part.label, where, [trial]))
    return found + [_of_param(part, values) for part in spec.params]


def _of_param(part: Part, values: dict[str, Any]) -> Promise:
    works, refused = _bounds(part)
    if part.type == "bool":
        works = [True, False]
    elif part.type == "enum":
        works, refused = list(part.choices), ["-".join(part.choices) + "-"]
    trials = []
    for value in works + refused:
        is_bool = isinstance(value, bool)
        if value in refused or value != values[part.key] or is_bool:
            what = (
                ("with it" if value else "without it") if is_bool else plain(value, 40)
            )
            trial = Trial(what, {**values, part.key: value}, value in refused)
            trials.append(trial)
    where = f"model.py; params.{part.key} in model-spec.json"
    return Promise(part.label, where, trials)


def _bounds(part: Part) -> tuple[list[Any], list[Any]]:
    """The bounds of a number, and the nearest values beyond them."""
    pairs: list[tuple[Any, Any]] = []
    for bound, side in ((part.raw.get("min"), -1), (part.raw.get("max"), 1)):
        if bound is None or bound in NO_BOUND:
            continue
        if part.type == "int":
            inside = math.ceil(bound) if side < 0 else math.floor(bound)
            pairs.append((inside, inside + side))
        elif part.type == "float":
            pairs.append((float(bound), math.nextafter(bound, side * math.inf)))
    return [inside for inside, _ in pairs], [beyond for _, beyond in pairs]


def rehearse(spec: Spec) -> int:
    """Try every promise on the inputs of the archive on stdin; give the exit status."""
    folder = tempfile.mkdtemp()
    try:
        first, *others = promises(spec, folder, unpack(spec, folder))
        model = Model(spec)  # loaded once for all of them
        if not _kept(first, spec, model):
            return 1  # whatever else was tried would fail alike
        return sum(not _kept(promise, spec, model) for promise in others) and 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept(promise: Promise, spec: Spec, model: Model) -> bool:
    """Try it, and say in one line what came of it; in two, what to look at."""
    for trial in promise.trials:
        try:
            _try(trial, spec, model)
        except Failure as failure:
            about = f"{promise.about} {trial.what}".strip()
            print(f"FAILED  {plain(about)}: {plain(failure)}", file=sys.stderr)
            print_cause(failure)
            print(f"        look at: {plain(promise.look_at)}", file=sys.stderr)
            return False
    works = ", ".join(t.what for t in promise.trials if not t.is_refused)
    refused = ", ".join(t.what for t in promise.trials if t.is_refused)
    said = [f"predicts: {works}"] * bool(works) + [f"refused: {refused}"] * bool(
        refused
    )
    if said:
        about = f"{promise.about} {'; '.join(said)}".strip()
        print(f"ok      {plain(about)}", flush=True)
    return True


def _try(trial: Trial, spec: Spec, model: Model) -> None:
    """Raise Failure where the trial does not end as it has to."""
    meant = texts_of(spec, trial.values)
    try:
        texts = parse_arguments(spec, words_of(spec, meant))
        check_files(spec, texts)
        params = param_values(spec, texts)
    except Failure:
        if trial.is_refused:
            return
        raise
    if trial.is_refused:
        raise Failure("has to be refused, and is not")
    if texts != meant:
        wrong = [key for key in {**meant, **texts} if texts.get(key) != meant.get(key)]
        raise Failure(f"ABLInfer's command is misread for {', '.join(wrong)}")
    outputs = [part for part in spec.outputs if part.key in texts]
    targets = [Target(part, texts[part.key]) for part in outputs]
    with contextlib.redirect_stdout(io.StringIO()):
        predict(spec, texts, params, targets, model)
    for target in targets:
        if not os.path.isfile(target.path) or os.path.getsize(target.path) == 0:
            raise Failure(f"{target.part.label}: no output was written")
        os.unlink(target.path)


def load(spec: Spec) -> None:
    """Import model.py and load the model. Raises Failure, with its cause printed."""
    try:
        Model(spec).load()
    except Failure as failure:
        print_cause(failure)
        raise


def print_cause(failure: Failure) -> None:
    """The traceback of what model.py raised, indented, on stderr."""
    for line in traceback_of(failure.__cause__, chain=False):
        print(f"        {line}", file=sys.stderr)


def main(asked: str) -> int:
    """Do what is asked for; give the exit status."""
    spec = Spec(os.path.abspath("model-spec.json"))
    if asked == "command":
        print_command(spec)
        return 0
    asks: dict[str, Callable[[Spec], int | None]] = {
        "load": load,
        "inputs": write_inputs,
        "trials": rehearse,
    }
    return supervise(lambda: asks[asked](spec))


if __name__ == "__main__":
    os._exit(guarded(lambda: main(sys.argv[1])))
