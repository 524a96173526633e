"""model.py, and the calls into it: what it is given, and what it must give back."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from runner.arrays import Arrays, fit
from runner.failure import DEBUG, Failure
from runner.specification import Part, Spec
from runner.text import plain


class Model:
    """model.py, imported; it is called by run() and example()."""

    def __init__(self, spec: Spec) -> None:
        """Import model.py. By its path, since the folder model/ has the same name."""
        self.spec = spec
        self.path = model_path(spec.folder)
        self.file = os.path.join(spec.folder, "model.py")
        # Frameworks want a place for temporary files; a read-only container has one.
        if not os.access(os.environ.get("TMPDIR", "/tmp"), os.W_OK):
            os.environ["TMPDIR"] = "/dev/shm"
        found = importlib.util.spec_from_file_location("model", self.file)
        if found is None or found.loader is None:
            raise Failure(f"{self.file} is not there")
        self.module = importlib.util.module_from_spec(found)
        sys.modules["model"] = self.module  # where pickled classes of model.py are
        self._guard("import", found.loader.exec_module, self.module)

    def run(self, inputs: Arrays, params: dict[str, Any]) -> Arrays:
        """From the arrays as read to those to write, both by the model's own names."""
        # Before load(), so that a wrong input is told at once.
        ready = self._call("preprocess", inputs, **params)
        if not isinstance(ready, dict):
            kind = type(ready).__name__
            raise Failure(f"preprocess() of model.py must return a dict, not {kind}")
        for part in self.spec.inputs:
            if part.tensor in ready and (part.shape, part.dtype) != (None, None):
                ready[part.tensor] = fit(np.asarray(ready[part.tensor]), part)
        model = self._call("load", self.path)
        outputs = self._named(self._call("predict", model, ready), "predict")
        return self._named(self._call("postprocess", outputs, **params), "postprocess")

    def example(self) -> Arrays | None:
        """What example() of model.py returns, or None where it has none."""
        return self._call("example") if hasattr(self.module, "example") else None

    def _named(self, outputs: Any, function: str) -> Arrays:
        """Outputs by name: a lone array or a list is in the specification's order."""
        declared = [part.tensor for part in self.spec.outputs]
        if not isinstance(outputs, dict):
            listed = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            if len(listed) != len(declared):
                raise Failure(
                    f"{function}() of model.py returned {len(listed)} outputs, "
                    f"model-spec.json declares {len(declared)}"
                )
            outputs = dict(zip(declared, listed))
        elif len(outputs) == len(declared) == 1:
            outputs = dict(zip(declared, outputs.values()))
        return {name: np.asarray(value) for name, value in outputs.items()}

    # Positional only, so that a param of the specification may have any name.
    def _call(self, name: str, /, *values: Any, **params: Any) -> Any:
        function = getattr(self.module, name, None)
        if function is None and name in ("preprocess", "postprocess"):
            return values[0]
        if function is None:
            raise Failure(f"model.py has no function {name}()")
        return self._guard(f"{name}()", function, *values, **params)

    def _guard(
        self, doing: str, function: Callable[..., Any], /, *values: Any, **params: Any
    ) -> Any:
        """Call into model.py; whatever it raises becomes one line with its place."""
        try:
            return function(*values, **params)
        except (Exception, SystemExit) as error:
            line = getattr(error, "lineno", None)
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == self.file:
                    line = trace.tb_lineno
                trace = trace.tb_next
            where = f"model.py:{line}" if line else "model.py"
            hint = "" if DEBUG else " (ML_IMAGE_DEBUG=1 shows more)"
            text = f"{type(error).__name__}: {plain(error)}"
            raise Failure(f"{where}: {doing} failed: {text}{hint}") from error


def output_of(outputs: Arrays, part: Part) -> np.ndarray:
    """The declared output among what Model.run() gave."""
    if part.tensor not in outputs:
        names = ", ".join(outputs) or "none"
        raise Failure(
            f"{part.label}: postprocess() of model.py gave no output {part.tensor!r}; "
            f"it gave {names}"
        )
    return outputs[part.tensor]


def model_path(folder: str) -> str:
    """Where the model is: MODEL_PATH, or else the one entry of model/ in the folder."""
    path = os.environ.get("MODEL_PATH", "")
    if path:
        if not os.path.exists(path):
            raise Failure(
                f"no model at {path} (MODEL_PATH); put it into model/ and build again, "
                "or mount it there"
            )
        return path
    models = os.path.join(folder, "model")
    names = sorted(os.listdir(models)) if os.path.isdir(models) else []
    names = [n for n in names if n not in ("README.md", ".gitkeep")]
    if len(names) != 1:
        found = f"{len(names)} entries in" if names else "no model in"
        raise Failure(f"{found} {models}; put one there, or set MODEL_PATH")
    return os.path.join(models, names[0])
