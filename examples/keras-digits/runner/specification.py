"""model-spec.json as far as the command line needs it.

A flag means what it means to ABLInfer, whose model specification 1.3 this is
(https://ablinfer.readthedocs.io/en/latest/model_ref.html): an empty flag is the value
alone in the place that `order` gives it, a flag that ends in `=` is joined to its
value, any other flag is followed by it, and a bool is true when its flag is there.
"""

from __future__ import annotations

import os

from runner.failure import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OWN_FLAGS = {
    "--help": "show this help",
    "--version": "print the model's version",
    "--spec": "print the model specification (model-spec.json)",
    "--selftest": "run the model on a made-up input of the declared shape",
}
# What --selftest= can be asked for beside that; test.sh asks.
SELFTESTS = ("--selftest=inputs", "--selftest=command", "--selftest=trials")
# The Dockerfile says so where the framework's packages are those for CUDA.
FOR_CUDA = os.environ.get("ML_IMAGE_ACCELERATOR") == "cuda"
GPU_FLAG = "--require-gpu"
# A specification cannot have it in any image: the same one serves CPU and CUDA.
RESERVED = {*OWN_FLAGS, GPU_FLAG}
if FOR_CUDA:
    OWN_FLAGS[GPU_FLAG] = "fail where there is no GPU, and do not compute on the CPU"


class Part:
    """One input, output or param of the specification."""

    def __init__(self, section: str, key: str, raw: Any) -> None:
        where = f"model-spec.json: {section}.{key}"
        if not isinstance(raw, dict):
            raise Failure(f"{where} must be an object")
        tensor = raw.get("tensor") or {}
        if not isinstance(tensor, dict) or not isinstance(
            tensor.get("shape"), (list, type(None))
        ):
            raise Failure(f"{where}.tensor must hold name, dtype and shape (a list)")
        self.section = section
        self.key = key
        self.raw = raw
        self.flag = raw.get("flag", f"--{key}=")
        if not isinstance(self.flag, str):
            raise Failure(f"{where}.flag must be text")
        self.word = self.flag.removesuffix("=")
        if self.word in RESERVED:
            raise Failure(f"{where}.flag is {self.word}, which is the image's own flag")
        self.type = raw.get("type", "")
        self.extension = str(raw.get("extension", "")).lower()
        # The model's own name, dtype and shape; ABLInfer does not look at these.
        self.tensor: str = tensor.get("name") or key
        self.dtype: str | None = tensor.get("dtype")
        self.shape: list[int | None] | None = tensor.get("shape")
        if section == "params":
            self.required = "default" not in raw and self.type != "bool"
        else:
            self.required = raw.get("status", "required") == "required"

    @property
    def label(self) -> str:
        """The flag as a person types it, or the name of a positional value."""
        return self.word or self.key.upper()

    @property
    def file(self) -> str:
        """The name that ABLInfer gives the file of an input or output."""
        return self.key + str(self.raw.get("extension", ""))

    @property
    def prefix(self) -> str:
        """What stands right before the value: `--x=`, `-x ` or nothing."""
        return (
            self.flag if self.flag.endswith("=") or not self.word else f"{self.flag} "
        )

    @property
    def choices(self) -> list[str]:
        """The values of an enum, which may stand in a list or under names."""
        values = self.raw.get("enum") or []
        values = values.values() if isinstance(values, dict) else values
        return [str(value) for value in values]

    @property
    def bounds(self) -> str:
        """The range of a number as text; nothing where it has none."""
        low, high = self.raw.get("min"), self.raw.get("max")
        if low is not None and high is not None:
            return f"from {low} to {high}"
        if low is not None:
            return f"at least {low}"
        return f"at most {high}" if high is not None else ""


class Spec:
    """The specification: its parts by section, and in the order of the arguments."""

    def __init__(self, path: str) -> None:
        """Read the file. Raises Failure where a command line cannot come of it."""
        self.path = path
        # Beside the specification are model.py and the model.
        self.folder = os.path.dirname(path)
        try:
            with open(path, encoding="utf-8-sig") as file:
                raw = parse_json(file.read())
        except OSError as error:
            raise Failure(f"cannot read {path}: {error.strerror}") from error
        except ValueError as error:
            raise Failure(f"model-spec.json is not valid JSON: {error}") from error
        if not isinstance(raw, dict):
            raise Failure("model-spec.json must be an object")
        self.raw = raw
        self.inputs = self._parts("inputs")
        self.params = self._parts("params")
        self.outputs = self._parts("outputs")
        parts = {p.key: p for p in self.inputs + self.params + self.outputs}
        order = raw.get("order") or sorted(parts)
        if not isinstance(order, list) or sorted(order, key=str) != sorted(parts):
            raise Failure(
                "model-spec.json: order must list each input, param and output once"
            )
        self.order = [parts[key] for key in order]
        words = [p.word for p in self.order if p.word]
        for word in words:
            if words.count(word) > 1:
                raise Failure(f"model-spec.json: two entries share the flag {word}")

    @property
    def data_path(self) -> str:
        """The folder in the image into which ABLInfer puts the inputs."""
        docker = self.raw.get("docker") or {}
        return str(docker.get("data_path", "/data")).rstrip("/") or "/"

    def _parts(self, section: str) -> list[Part]:
        raw = self.raw.get(section, {})
        if not isinstance(raw, dict):
            raise Failure(f"model-spec.json: {section} must be an object")
        return [Part(section, key, value) for key, value in raw.items()]


class _Scan:
    """What json's own scanner is told by json.loads."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def parse_json(text: str) -> Any:
    """json.loads, but without the modules that json imports: they double the start."""
    text = text.strip()
    try:
        from _json import make_scanner

        value, end = make_scanner(_Scan)(text, 0)
        if end == len(text):
            return value
    except (
        AttributeError,
        ImportError,
        StopIteration,
        SystemError,
        TypeError,
        ValueError,
    ):
        pass  # no such scanner here, or no valid JSON: json knows what to say
    import json

    return json.loads(text)
