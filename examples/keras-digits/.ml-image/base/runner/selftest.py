"""--selftest: a prediction from made-up inputs; its outputs are written and removed."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import numpy as np

from runner.arrays import Arrays
from runner.failure import Failure
from runner.model_call import Model, output_of
from runner.specification import Spec
from runner.targets import Target
from runner.text import describe


def selftest(spec: Spec, params: dict[str, Any]) -> None:
    """Run a made-up input through the model and its outputs through their writers."""
    model = Model(spec)
    outputs = model.run(model.example() or _made_up(spec), params)
    try:
        folder = tempfile.mkdtemp()
    except OSError:
        folder = ""  # nowhere to write in this container: then do without
    try:
        for part in spec.outputs:
            array = output_of(outputs, part)
            if folder:
                target = Target(part, os.path.join(folder, part.key + part.extension))
                try:
                    target.write(array, None)
                finally:
                    target.discard()
            shape = describe(array.shape)
            print(f"selftest: {part.tensor}: {array.dtype.name} {shape}")
    finally:
        if folder:
            os.rmdir(folder)


def _made_up(spec: Spec) -> Arrays:
    """Inputs of the declared shapes; of free dimensions the first is 1, others 32."""
    inputs: Arrays = {}
    for part in spec.inputs:
        if part.shape is None and part.required:
            raise Failure(
                f"selftest: inputs.{part.key}.tensor.shape in model-spec.json is null; "
                "fill it in, or give model.py a function example()",
                3,
            )
        if part.shape is None:
            continue
        shape = [n or (32 if at else 1) for at, n in enumerate(part.shape)]
        array = np.random.default_rng(0).random(shape, dtype="float32")
        if part.dtype == "str":
            array = np.zeros(shape, dtype=str)
        elif part.dtype is not None and not part.dtype.startswith("bfloat"):
            # Integers are all 0, which is also a valid index or class.
            array = array.astype(part.dtype)
        inputs[part.tensor] = array
    return inputs
